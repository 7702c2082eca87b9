import { execFile } from 'node:child_process';
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { findProgram, type Program } from './debian-packages.js';
import { temporaryDirectory } from './temporary-directory.js';

const run = promisify(execFile);

/** What is right or wrong about a certificate. Those that name nothing else are issued by the authority and made out to `TEST_NAMES`. */
export const CERTIFICATE_KINDS = [
  'valid',
  /** EC key on the curve prime256v1; the others have RSA 2048. */
  'elliptic',
  /** Issued by an intermediate authority whose certificate stands in the chain, as RFC 8446 §4.4.2 demands. */
  'with-intermediate',
  /** The same, but the chain lacks the intermediate. */
  'without-intermediate',
  /** Issued by an intermediate authority whose certificate, which stands in the chain, has expired. */
  'expired-intermediate',
  /** Followed in the chain by a certificate that has nothing to do with it, with a key of RSA 1024. */
  'with-stranger',
  'expired',
  'not-yet-valid',
  /** Valid for ten more days (and some minutes). */
  'expires-soon',
  /** Made out to elsewhere.test. */
  'wrong-name',
  /** Made out to *.wild.test. */
  'wildcard',
  /** Made out to m*.wild.test. */
  'partial-wildcard',
  'self-signed',
  'expired-self-signed',
  /** Its extended key usage is that of clients. */
  'for-clients',
  /** Issued by another authority. */
  'untrusted',
  /** RSA 1024. */
  'weak-key',
  /** Signed with SHA-1. */
  'weak-signature',
  /** Over 100 KiB, by its many names. */
  'huge',
  /** A little under 100 KiB. */
  'large',
  /** Its subject holds 300 characters beyond the first plane of Unicode. */
  'odd-subject',
  /** Without alternative names, and with a common name of 206 characters, among them one beyond the first plane. */
  'odd-name',
] as const;
export type CertificateKind = (typeof CERTIFICATE_KINDS)[number];

/** The names and addresses that certificates are made out to. */
export const TEST_NAMES = ['DNS:localhost', 'DNS:mta.test', 'IP:127.0.0.1', 'IP:::1'] as const;

/** A certificate with its key, ready for a server; the files may be read by every user. */
export interface Certificate {
  /** PEM: the certificate itself, then those of intermediate authorities. */
  readonly chain: string;
  /** PEM, PKCS #8, without a passphrase. */
  readonly key: string;
  readonly chainFile: string;
  readonly keyFile: string;
}

/** An authority of its own and what it issues. Each kind is made when it is first asked for. */
export interface TestCertificates {
  /** PEM of the authority's certificate: what a client is to trust. */
  readonly authority: string;
  readonly authorityFile: string;
  get(kind: CertificateKind): Promise<Certificate>;
}

/** Makes an authority with openssl(1), in a directory that is deleted when this process exits. */
export async function createTestCertificates(): Promise<TestCertificates> {
  const workshop = new Workshop(await findProgram(['openssl'], 'openssl'), temporaryDirectory('certificates'));
  const authority = await workshop.authority('authority', 'TwoTwenty Test Authority');
  const made = new Map<CertificateKind, Promise<Certificate>>();
  return {
    authority: readFileSync(authority.certificateFile, 'utf8'),
    authorityFile: authority.certificateFile,
    get(kind) {
      const certificate = made.get(kind) ?? make(workshop, authority, kind);
      made.set(kind, certificate);
      return certificate;
    },
  };
}

interface Authority {
  readonly certificateFile: string;
  readonly keyFile: string;
}

/** How a certificate differs from a valid one. */
interface Request {
  /** The common name. */
  subject: string;
  /** The attribute `name` (RFC 4519 §2.29) of the subject; null for none. */
  nickname: string | null;
  keyFile: string;
  /** Null: signed by its own key. */
  issuer: Authority | null;
  names: readonly string[];
  isAuthority: boolean;
  purpose: 'serverAuth' | 'clientAuth';
  digest: 'sha256' | 'sha1';
  /** Days from now. */
  fromDays: number;
  untilDays: number;
}

const dayMs = 24 * 60 * 60 * 1000;
/** Octets of one subject alternative name in DER, and the size of certificates at which OpenSSL's clients give up. */
const octetsPerName = 60;
const sizeLimit = 100 * 1024;

const LETTERS = 'x'.repeat(196);
const FACE = '\u{1f642}';

/** How the certificates that need nothing else differ from a valid one. */
const CHANGES = {
  valid: {},
  expired: { fromDays: -30, untilDays: -1.5 },
  'not-yet-valid': { fromDays: 1.5 },
  'expires-soon': { untilDays: 10.01 },
  'wrong-name': { subject: 'elsewhere.test', names: ['DNS:elsewhere.test'] },
  wildcard: { subject: '*.wild.test', names: ['DNS:*.wild.test'] },
  'partial-wildcard': { subject: 'm*.wild.test', names: ['DNS:m*.wild.test'] },
  'self-signed': { issuer: null },
  'expired-self-signed': { issuer: null, fromDays: -30, untilDays: -1.5 },
  'for-clients': { purpose: 'clientAuth' },
  'weak-signature': { digest: 'sha1' },
  huge: { names: manyNames(sizeLimit) },
  large: { names: manyNames(sizeLimit - 2048) },
  'odd-subject': { nickname: FACE.repeat(300) },
  'odd-name': { subject: `${LETTERS}${FACE}and more`, names: [] },
} as const satisfies Partial<Record<CertificateKind, Partial<Request>>>;

function isChange(kind: CertificateKind): kind is keyof typeof CHANGES {
  return Object.hasOwn(CHANGES, kind);
}

async function make(workshop: Workshop, authority: Authority, kind: CertificateKind): Promise<Certificate> {
  const issue = async (changes: Partial<Request> = {}, alsoSent: readonly Authority[] = []) =>
    workshop.leaf(kind, { issuer: authority, keyFile: await workshop.key('RSA 2048'), ...changes }, alsoSent);
  if (isChange(kind)) return issue(CHANGES[kind]);
  switch (kind) {
    case 'elliptic':
      return issue({ keyFile: await workshop.key('EC') });
    case 'weak-key':
      return issue({ keyFile: await workshop.key('RSA 1024') });
    case 'with-intermediate':
    case 'without-intermediate':
    case 'expired-intermediate': {
      const dates = kind === 'expired-intermediate' ? CHANGES.expired : {};
      const intermediate = await workshop.authority(`issuer-${kind}`, 'TwoTwenty Test Intermediate', {
        issuer: authority,
        ...dates,
      });
      return issue({ issuer: intermediate }, kind === 'without-intermediate' ? [] : [intermediate]);
    }
    case 'untrusted':
      return issue({ issuer: await workshop.authority('stranger', 'Unknown Test Authority') });
    case 'with-stranger': {
      const keyFile = await workshop.key('RSA 1024');
      return issue({}, [await workshop.authority('weak-stranger', 'Weak Test Authority', { keyFile })]);
    }
  }
}

/** The usual names and as many more as take up `octets` in the certificate. */
function manyNames(octets: number): string[] {
  const count = Math.floor(octets / octetsPerName);
  const name = (_: unknown, index: number) =>
    `DNS:${String(index).padStart(octetsPerName - 2 - '.test'.length, 'x')}.test`;
  return [...TEST_NAMES, ...Array.from({ length: count }, name)];
}

/** The folder in which openssl works. */
class Workshop {
  readonly #program: Program;
  readonly #home: string;
  readonly #keys = new Map<string, Promise<string>>();

  constructor(program: Program, home: string) {
    this.#program = program;
    this.#home = home;
    // Mail servers read the files as users of their own.
    chmodSync(home, 0o755);
  }

  /** By default signed by its own key, which is a new one. */
  async authority(file: string, subject: string, changes: Partial<Request> = {}): Promise<Authority> {
    const keyFile = changes.keyFile ?? (await this.#newKey(file, ['EC', '-pkeyopt', 'ec_paramgen_curve:prime256v1']));
    const request = { issuer: null, ...changes, subject, keyFile, isAuthority: true, names: [] };
    const certificateFile = await this.#issue(file, request);
    return { certificateFile, keyFile };
  }

  /** One key of each sort serves all certificates: what they are about is not the key. */
  key(sort: 'RSA 2048' | 'RSA 1024' | 'EC'): Promise<string> {
    const [algorithm, bits] = sort.split(' ') as ['RSA' | 'EC', string | undefined];
    const option = algorithm === 'RSA' ? `rsa_keygen_bits:${bits}` : 'ec_paramgen_curve:prime256v1';
    const key =
      this.#keys.get(sort) ?? this.#newKey(`server-${algorithm}${bits ?? ''}`, [algorithm, '-pkeyopt', option]);
    this.#keys.set(sort, key);
    return key;
  }

  async leaf(
    file: string,
    request: Partial<Request> & Pick<Request, 'keyFile' | 'issuer'>,
    alsoSent: readonly Authority[],
  ): Promise<Certificate> {
    const certificateFile = await this.#issue(file, request);
    const chain = [certificateFile, ...alsoSent.map((each) => each.certificateFile)]
      .map((path) => readFileSync(path, 'utf8'))
      .join('');
    const chainFile = join(this.#home, `${file}-chain.pem`);
    writeFileSync(chainFile, chain);
    return { chain, key: readFileSync(request.keyFile, 'utf8'), chainFile, keyFile: request.keyFile };
  }

  async #newKey(file: string, algorithm: readonly string[]): Promise<string> {
    const path = join(this.#home, `${file}.key`);
    await this.#openssl('genpkey', '-algorithm', ...algorithm, '-out', path);
    chmodSync(path, 0o644);
    return path;
  }

  /** `openssl ca` is the one command of OpenSSL 1.1 to 3 that sets both dates; each use gets a register of its own. */
  async #issue(file: string, given: Partial<Request> & Pick<Request, 'keyFile' | 'issuer'>): Promise<string> {
    const request: Request = {
      subject: 'mta.test',
      nickname: null,
      names: TEST_NAMES,
      isAuthority: false,
      purpose: 'serverAuth',
      digest: 'sha256',
      fromDays: -1,
      untilDays: 365,
      ...given,
    };
    const folder = join(this.#home, `${file}-request`);
    mkdirSync(folder);
    writeFileSync(join(folder, 'index.txt'), '');
    const configuration = join(folder, 'openssl.cnf');
    writeFileSync(configuration, configurationText(folder, request));
    const common = ['-config', configuration, '-batch', '-notext'];
    const asked = join(folder, 'request.pem');
    const issued = join(this.#home, `${file}.pem`);
    await this.#openssl('req', '-config', configuration, '-new', '-key', request.keyFile, '-out', asked);
    const signer =
      request.issuer === null
        ? ['-selfsign', '-keyfile', request.keyFile]
        : ['-cert', request.issuer.certificateFile, '-keyfile', request.issuer.keyFile];
    const dates = ['-startdate', asn1Time(request.fromDays), '-enddate', asn1Time(request.untilDays)];
    await this.#openssl('ca', ...common, ...signer, ...dates, '-in', asked, '-out', issued);
    return issued;
  }

  async #openssl(...args: readonly string[]): Promise<void> {
    const { command, env } = this.#program;
    await run(command, [...args], { env: { ...process.env, ...env, OPENSSL_CONF: undefined } });
  }
}

function configurationText(folder: string, request: Request): string {
  const { subject, nickname, names, isAuthority, purpose, digest } = request;
  return `
openssl_conf = modules
[modules]
stbl_section = strings
[strings]
# RFC 5280 allows 64 characters, but servers have what they have.
commonName = max:1000
[ca]
default_ca = authority
[authority]
new_certs_dir = ${folder}
database = ${folder}/index.txt
rand_serial = yes
unique_subject = no
default_md = ${digest}
policy = anything
x509_extensions = extensions
[anything]
commonName = supplied
name = optional
[req]
prompt = no
utf8 = yes
distinguished_name = subject
string_mask = utf8only
[subject]
CN = ${subject}
${nickname === null ? '' : `name = ${nickname}`}
[extensions]
basicConstraints = critical,CA:${isAuthority ? 'TRUE' : 'FALSE'}
subjectKeyIdentifier = hash
authorityKeyIdentifier = keyid
keyUsage = critical,${isAuthority ? 'keyCertSign,cRLSign' : 'digitalSignature,keyEncipherment'}
${isAuthority ? '' : `extendedKeyUsage = ${purpose}`}
${names.length > 0 ? 'subjectAltName = @names' : ''}
[names]
${names.map((name, index) => name.replace(':', `.${index} = `)).join('\n')}
`;
}

/** A moment so many days from now as `20260131123456Z`. */
function asn1Time(days: number): string {
  const moment = new Date(Date.now() + days * dayMs).toISOString();
  return `${moment.slice(0, 19).replace(/[-:T]/g, '')}Z`;
}
