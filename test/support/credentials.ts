import type { Credential } from '@twotwenty/contracts/credential';
import { generateKeyPairSync } from 'node:crypto';
import type { TestApi } from './api.js';
import type { DataSource } from './migrated-database.js';

export const CREDENTIALS = '/api/v1/credentials';

/** A private key of its own each time. */
export function privateKey(): string {
  return generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
}

export function passwordLogin(password: unknown = 'geheim', fields: object = {}): object {
  return { kind: 'password', username: 'root', password, ...fields };
}

let made = 0;

/** A credential for recovery with a password, under a name of its own, and what is given besides. */
export async function createCredential(api: TestApi, fields: object = {}): Promise<Credential> {
  made += 1;
  const body = { name: `Credential ${made}`, uses: ['recovery'], login: passwordLogin(), ...fields };
  const answer = await api.call<Credential>('POST', CREDENTIALS, { body });
  if (answer.status !== 201) throw new Error(`the credential was refused: ${JSON.stringify(answer.body)}`);
  return answer.body;
}

/** Everything that a database holds, as text. */
export async function everythingIn(dataSource: DataSource): Promise<string> {
  const tables = await dataSource.query<{ name: string }[]>(
    `SELECT table_name AS name FROM information_schema.tables WHERE table_schema = 'public' ORDER BY 1`,
  );
  const texts: string[] = [];
  for (const { name } of tables) {
    const rows = await dataSource.query<{ text: string }[]>(`SELECT stored::text AS text FROM "${name}" stored`);
    texts.push(...rows.map(({ text }) => `${name}: ${text}`));
  }
  return texts.join('\n');
}
