import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';

const CIPHER = 'aes-256-gcm';
const KEY_BYTES = 32;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const VERSION = 'v1';

/** Thrown for a secret that this key does not open: it was sealed with another key, for another place, or was changed. */
export class SealedSecretError extends Error {
  constructor() {
    super('A stored secret could not be opened: it was sealed with another SECRETS_KEY. Enter the secret again.');
    this.name = 'SealedSecretError';
  }
}

/** Encrypts secrets for storage: AES-256-GCM (NIST SP 800-38D) with a random nonce for each. */
export class SecretBox {
  private readonly key: Buffer;

  /** @param key 32 bytes in base64 @throws Error when it is not */
  constructor(key: string) {
    this.key = Buffer.from(key, 'base64');
    if (this.key.length !== KEY_BYTES) throw new Error('SECRETS_KEY must be 32 bytes in base64');
  }

  /**
   * @param place where the secret belongs, such as an id and a field: it opens for the same place only
   * @returns a text to be stored
   */
  seal(secret: string, place: string): string {
    const nonce = randomBytes(NONCE_BYTES);
    const cipher = createCipheriv(CIPHER, this.key, nonce).setAAD(Buffer.from(place));
    const sealed = Buffer.concat([nonce, cipher.update(secret, 'utf8'), cipher.final(), cipher.getAuthTag()]);
    return `${VERSION}:${sealed.toString('base64')}`;
  }

  /** @throws SealedSecretError */
  open(sealed: string, place: string): string {
    const [version, content = ''] = sealed.split(':');
    const bytes = Buffer.from(content, 'base64');
    if (version !== VERSION || bytes.length < NONCE_BYTES + TAG_BYTES) throw new SealedSecretError();
    try {
      const decipher = createDecipheriv(CIPHER, this.key, bytes.subarray(0, NONCE_BYTES))
        .setAAD(Buffer.from(place))
        .setAuthTag(bytes.subarray(-TAG_BYTES));
      return decipher.update(bytes.subarray(NONCE_BYTES, -TAG_BYTES), undefined, 'utf8') + decipher.final('utf8');
    } catch {
      throw new SealedSecretError();
    }
  }
}
