import ssh2, { type ParsedKey } from 'ssh2';
import { SshFailure } from './ssh-failure.js';

/**
 * Most rounds of bcrypt_pbkdf(3) that a passphrase may take: here they are computed in JavaScript, at some 10 to 20 ms
 * each, and nothing else runs meanwhile. ssh-keygen(1) takes 16 or 24 unless told otherwise.
 */
const MAX_KDF_ROUNDS = 150;

/**
 * Opens a private key.
 * @param text OpenSSH's own format, or PEM (RSA, EC)
 * @throws SshFailure `credential-unfit` that tells what is wrong with it
 */
export function openPrivateKey(text: string, passphrase: string | null): ParsedKey {
  if ((kdfRounds(text) ?? 0) > MAX_KDF_ROUNDS) {
    throw unfit(`its passphrase takes more than ${MAX_KDF_ROUNDS} rounds; ssh-keygen -p -a 16 -f FILE changes that`);
  }
  const parsed: unknown = ssh2.utils.parseKey(text, passphrase ?? undefined);
  // OpenSSH's format could hold several keys, but never does.
  const key: unknown = Array.isArray(parsed) ? parsed[0] : parsed;
  if (key instanceof Error) throw unfit(reasonFor(key.message, passphrase));
  if (!(key as ParsedKey).isPrivateKey()) throw unfit('it is a public key, the private one is needed');
  return key as ParsedKey;
}

function unfit(reason: string): SshFailure {
  return new SshFailure('credential-unfit', `the private key can not be used: ${reason}.`);
}

function reasonFor(message: string, passphrase: string | null): string {
  if (/no passphrase/.test(message)) return 'it needs a passphrase';
  if (/bad passphrase|integrity check failed|bad decrypt/i.test(message)) return 'its passphrase is wrong';
  // With a wrong passphrase, old PEM decrypts to nonsense.
  if (passphrase !== null && /malformed/i.test(message)) return 'its passphrase is wrong, or it is damaged';
  if (/malformed/i.test(message)) return 'it is damaged';
  return 'it is not in the format of OpenSSH or the older PEM; ssh-keygen -p -f FILE rewrites it';
}

const OPENSSH = /-----BEGIN OPENSSH PRIVATE KEY-----([A-Za-z0-9+/=\s]+)-----END/;

/** PROTOCOL.key of OpenSSH: magic, cipher, name of the KDF, its options: salt and rounds. Null for other formats. */
function kdfRounds(text: string): number | null {
  const encoded = OPENSSH.exec(text)?.[1];
  if (encoded === undefined) return null;
  const blob = Buffer.from(encoded, 'base64');
  try {
    let at = 'openssh-key-v1\0'.length;
    for (const _ of ['cipher', 'kdf']) at += 4 + blob.readUInt32BE(at);
    if (blob.readUInt32BE(at) === 0) return null;
    at += 4;
    return blob.readUInt32BE(at + 4 + blob.readUInt32BE(at));
  } catch {
    return null;
  }
}
