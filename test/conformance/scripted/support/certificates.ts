import { type Certificate, type CertificateKind, createTestCertificates } from '@twotwenty/testing/certificates';

/** Making keys takes a while, so that each is made once for a spec file. */
let made: ReturnType<typeof createTestCertificates> | null = null;
let trusted: Promise<readonly string[]> | null = null;

/** What the probe trusts: the authority of all the certificates. Always the same array, as a worker would give it. */
export function trustedCertificates(): Promise<readonly string[]> {
  trusted ??= certificates().then(({ authority }) => [authority]);
  return trusted;
}

/** A certificate with its key. */
export async function certificateOf(kind: CertificateKind): Promise<Certificate> {
  return (await certificates()).get(kind);
}

/** Makes certificates before time is measured. */
export async function prepareCertificates(...kinds: CertificateKind[]): Promise<void> {
  for (const kind of kinds) await certificateOf(kind);
}

function certificates(): ReturnType<typeof createTestCertificates> {
  made ??= createTestCertificates();
  return made;
}
