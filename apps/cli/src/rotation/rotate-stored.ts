import type { readRotationConfig } from '@twotwenty/config/apps';
import { createDataSource } from '@twotwenty/database/data-source';
import { SealedRepository } from '@twotwenty/database/repositories/sealed.repository';
import { SecretBox } from '@twotwenty/secrets/secret-box';
import { rotateSecrets, type Rotation } from './rotate.js';

/** Rotates the secrets of a database. @throws what the driver throws when it can't be used */
export async function rotateStoredSecrets(
  { databaseUrl, secretsKey, secretsKeysAccepted }: ReturnType<typeof readRotationConfig>,
  dryRun: boolean,
): Promise<Rotation> {
  const box = new SecretBox(secretsKey, secretsKeysAccepted);
  const database = createDataSource({ url: databaseUrl, applicationName: 'twotwenty secrets', poolSize: 1 });
  await database.initialize();
  try {
    return await rotateSecrets(new SealedRepository(database), box, dryRun);
  } finally {
    await database.destroy();
  }
}
