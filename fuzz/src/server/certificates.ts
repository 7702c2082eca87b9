import { generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { createSecureContext, type SecureContext } from 'node:tls';
import type { CertificateKind, TlsVersion } from '../input.js';

const DAY_MS = 86_400_000;
const NAME = 'mx.example.com';
const AUTHORITY = 'Fuzzing Authority';

interface Pair {
  readonly privateKey: KeyObject;
  readonly publicKey: KeyObject;
}

interface Made extends Pair {
  readonly der: Buffer;
}

interface Wish {
  readonly subject: string;
  readonly names: readonly string[];
  /** Days from now to the end. */
  readonly days: number;
  readonly weak?: boolean;
  readonly selfSigned?: boolean;
}

const WISHES: Readonly<Record<CertificateKind, Wish>> = {
  trusted: { subject: NAME, names: [NAME, 'localhost'], days: 90 },
  expired: { subject: NAME, names: [NAME], days: -1 },
  soon: { subject: NAME, names: [NAME], days: 5 },
  'self-signed': { subject: NAME, names: [NAME], days: 90, selfSigned: true },
  // Controls, a change of the direction of text, quotation marks, and characters beyond 16 bits up to where names are cut.
  'odd-names': {
    subject: `a\n\u202e"\\,\0\x1b[2J${'\u{1f4e7}'.repeat(400)}`,
    names: [NAME, `x\n\x1b"\\,DNS:y\0${'z'.repeat(300)}`],
    days: 90,
  },
  'many-names': { subject: NAME, names: Array.from({ length: 150 }, (_, i) => `mx${i}.example.net`), days: 90 },
  weak: { subject: NAME, names: [NAME], days: 90, weak: true },
};

/** An authority and the certificates that it issued, made anew for each run. */
export class Certificates {
  private readonly authority: Made;
  private readonly made = new Map<CertificateKind, Made>();
  private readonly contexts = new Map<string, SecureContext>();

  constructor() {
    const pair = newPair(false);
    const wish: Wish = { subject: AUTHORITY, names: [], days: 365 };
    this.authority = { ...pair, der: certificate(wish, pair, nameOf(AUTHORITY), pair) };
  }

  /** The authority's certificate in PEM. */
  get trusted(): string {
    return pem(this.authority.der);
  }

  /** What a server needs for a handshake; made once for each kind. */
  context(kind: CertificateKind, version: TlsVersion): SecureContext {
    const name = `${kind} ${version}`;
    const known = this.contexts.get(name);
    if (known !== undefined) return known;
    const { der, privateKey } = this.issue(kind);
    const created = createSecureContext({
      key: privateKey.export({ type: 'pkcs8', format: 'pem' }),
      cert: pem(der) + this.trusted,
      minVersion: version,
      maxVersion: version,
      ciphers: 'DEFAULT:@SECLEVEL=0',
    });
    this.contexts.set(name, created);
    return created;
  }

  private issue(kind: CertificateKind): Made {
    const known = this.made.get(kind);
    if (known !== undefined) return known;
    const wish = WISHES[kind];
    const pair = newPair(wish.weak === true);
    const own = wish.selfSigned === true;
    const der = certificate(wish, pair, own ? nameOf(wish.subject) : nameOf(AUTHORITY), own ? pair : this.authority);
    const made = { ...pair, der };
    this.made.set(kind, made);
    return made;
  }
}

function newPair(weak: boolean): Pair {
  return weak
    ? generateKeyPairSync('rsa', { modulusLength: 1024 })
    : generateKeyPairSync('ec', { namedCurve: 'P-256' });
}

/** One element of DER (ITU-T X.690 §8.1). */
function der(tag: number, ...contents: readonly Buffer[]): Buffer {
  const body = Buffer.concat(contents);
  const size = body.length;
  const length = size < 0x80 ? [size] : size < 0x100 ? [0x81, size] : [0x82, size >> 8, size & 0xff];
  return Buffer.concat([Buffer.from([tag, ...length]), body]);
}

const SEQUENCE = 0x30;
const oid = (hex: string): Buffer => der(0x06, Buffer.from(hex, 'hex'));
const ECDSA_WITH_SHA256 = der(SEQUENCE, oid('2a8648ce3d040302'));
const SHA256_WITH_RSA = der(SEQUENCE, oid('2a864886f70d01010b'), der(0x05));

/** A name with a common name only (RFC 5280 §4.1.2.4). */
function nameOf(commonName: string): Buffer {
  return der(SEQUENCE, der(0x31, der(SEQUENCE, oid('550403'), der(0x0c, Buffer.from(commonName, 'utf8')))));
}

function time(daysFromNow: number): Buffer {
  const text = new Date(Date.now() + daysFromNow * DAY_MS).toISOString().replace(/[-:T]|\.\d+/g, '');
  return der(0x18, Buffer.from(text));
}

/** A certificate of version 3 (RFC 5280 §4.1). */
function certificate(wish: Wish, { publicKey }: Pair, issuer: Buffer, signer: Pair): Buffer {
  const algorithm = signer.privateKey.asymmetricKeyType === 'rsa' ? SHA256_WITH_RSA : ECDSA_WITH_SHA256;
  const names = wish.names.map((name) => der(0x82, Buffer.from(name, 'latin1')));
  const yes = der(0x01, Buffer.from([0xff]));
  // Who has no names is an authority.
  const extension =
    names.length > 0
      ? der(SEQUENCE, oid('551d11'), der(0x04, der(SEQUENCE, ...names)))
      : der(SEQUENCE, oid('551d13'), yes, der(0x04, der(SEQUENCE, yes)));
  const body = der(
    SEQUENCE,
    der(0xa0, der(0x02, Buffer.from([2]))),
    der(0x02, Buffer.from([1, Math.floor(Math.random() * 256)])),
    algorithm,
    issuer,
    der(SEQUENCE, time(-30), time(wish.days)),
    nameOf(wish.subject),
    publicKey.export({ type: 'spki', format: 'der' }),
    der(0xa3, der(SEQUENCE, extension)),
  );
  return der(SEQUENCE, body, algorithm, der(0x03, Buffer.from([0]), sign('sha256', body, signer.privateKey)));
}

function pem(der: Buffer): string {
  const lines = der.toString('base64').replace(/.{1,64}/g, '$&\n');
  return `-----BEGIN CERTIFICATE-----\n${lines}-----END CERTIFICATE-----\n`;
}
