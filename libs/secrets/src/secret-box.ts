import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto';

const CIPHER = 'aes-256-gcm';
const KEY_BYTES = 32;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const KEY_ID_DIGITS = 8;
const SECRET_ID_BYTES = 8;
const SECRET_ID_DIGITS = 2 * SECRET_ID_BYTES;

/** Thrown for a secret that no key opens: it was sealed with another key, for another place, or was changed. */
export class SealedSecretError extends Error {
  constructor() {
    super('A stored secret could not be opened: it was sealed with another SECRETS_KEY. Enter the secret again.');
    this.name = 'SealedSecretError';
  }
}

interface Key {
  readonly id: string;
  readonly bytes: Buffer;
}

/** The parts of a sealed text; `keyId` is null where it does not name its key. */
interface Sealed {
  readonly keyId: string | null;
  readonly secretId: string;
  /** What is authenticated beside the secret, for a place. */
  readonly bound: (place: string) => Buffer;
  readonly bytes: Buffer;
}

/**
 * Encrypts secrets for storage: AES-256-GCM (NIST SP 800-38D) with a random nonce for each.
 *
 * A sealed text is `v2:<id of the key>:<id of the secret>:<nonce, ciphertext and tag in base64>`. The id of the secret is
 * random and stays with it when it is sealed again. `v1:<base64>` of earlier versions is opened too.
 */
export class SecretBox {
  private readonly current: Key;
  private readonly keys: readonly Key[];

  /**
   * @param key seals and opens: 32 bytes in base64
   * @param accepted keys that only open, such as those of before
   * @throws Error when one is none; it does not repeat it
   */
  constructor(key: string, accepted: readonly string[] = []) {
    this.current = readKey(key, 'SECRETS_KEY');
    this.keys = [this.current, ...accepted.map((other) => readKey(other, 'Each of SECRETS_KEYS_ACCEPTED'))];
  }

  /** The first digits of SHA-256 over the key: they tell keys apart, and nothing of use about 256 random bits. */
  get keyId(): string {
    return this.current.id;
  }

  /**
   * @param place where the secret belongs, such as an id and a field: it opens for the same place only
   * @returns a text to be stored
   */
  seal(secret: string, place: string): string {
    return this.sealAs(randomBytes(SECRET_ID_BYTES).toString('hex'), secret, place);
  }

  /** @throws SealedSecretError */
  open(text: string, place: string): string {
    const sealed = parse(text);
    const candidates = this.keys.filter(({ id }) => sealed?.keyId === null || sealed?.keyId === id);
    for (const key of candidates) {
      const secret = sealed === undefined ? undefined : decrypt(key, sealed, place);
      if (secret !== undefined) return secret;
    }
    throw new SealedSecretError();
  }

  /** Seals a secret again with the key of now; its id stays. @throws SealedSecretError */
  reseal(text: string, place: string): string {
    return this.sealAs(secretIdOf(text), this.open(text, place), place);
  }

  /** Whether the key of now sealed a secret. Another key that happens to have its id did not. */
  isCurrent(text: string, place: string): boolean {
    const sealed = parse(text);
    return sealed?.keyId === this.current.id && decrypt(this.current, sealed, place) !== undefined;
  }

  private sealAs(secretId: string, secret: string, place: string): string {
    const nonce = randomBytes(NONCE_BYTES);
    const cipher = createCipheriv(CIPHER, this.current.bytes, nonce).setAAD(boundTo(secretId, place));
    const sealed = Buffer.concat([nonce, cipher.update(secret, 'utf8'), cipher.final(), cipher.getAuthTag()]);
    return `v2:${this.current.id}:${secretId}:${sealed.toString('base64')}`;
  }
}

/**
 * What stands for a sealed secret outside: 16 hexadecimal digits that tell nothing about it, and stay when it is sealed
 * again. A `v1` text carries none: there they are a hash of the text, and become its id with the next sealing.
 */
export function secretIdOf(text: string): string {
  return parse(text)?.secretId ?? hashOf(text);
}

function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, SECRET_ID_DIGITS);
}

function readKey(text: string, name: string): Key {
  const bytes = Buffer.from(text, 'base64');
  if (bytes.length !== KEY_BYTES) throw new Error(`${name} must be 32 bytes in base64`);
  return { id: createHash('sha256').update(bytes).digest('hex').slice(0, KEY_ID_DIGITS), bytes };
}

const V1 = /^v1:([A-Za-z0-9+/]+=*)$/;
const V2 = /^v2:([0-9a-f]{8}):([0-9a-f]{16}):([A-Za-z0-9+/]+=*)$/;

function parse(text: string): Sealed | undefined {
  const [, content] = V1.exec(text) ?? [];
  if (content !== undefined) {
    return withBytes({ keyId: null, secretId: hashOf(text), bound: (place) => Buffer.from(place) }, content);
  }
  const [, keyId, secretId, sealed] = V2.exec(text) ?? [];
  if (keyId === undefined || secretId === undefined || sealed === undefined) return undefined;
  return withBytes({ keyId, secretId, bound: (place) => boundTo(secretId, place) }, sealed);
}

/** What is authenticated beside a secret. The first version had the place alone, which never begins like this. */
function boundTo(secretId: string, place: string): Buffer {
  return Buffer.from(`v2:${secretId}:${place}`);
}

function withBytes(parts: Omit<Sealed, 'bytes'>, content: string): Sealed | undefined {
  const bytes = Buffer.from(content, 'base64');
  return bytes.length < NONCE_BYTES + TAG_BYTES ? undefined : { ...parts, bytes };
}

function decrypt(key: Key, { bytes, bound }: Sealed, place: string): string | undefined {
  try {
    const decipher = createDecipheriv(CIPHER, key.bytes, bytes.subarray(0, NONCE_BYTES))
      .setAAD(bound(place))
      .setAuthTag(bytes.subarray(-TAG_BYTES));
    return decipher.update(bytes.subarray(NONCE_BYTES, -TAG_BYTES), undefined, 'utf8') + decipher.final('utf8');
  } catch {
    return undefined;
  }
}
