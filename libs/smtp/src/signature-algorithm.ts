/** Object identifiers as their octets in hexadecimal (RFC 3279, RFC 4055, RFC 5758, RFC 8410). */
const ALGORITHMS: Readonly<Record<string, string>> = {
  '2a864886f70d010104': 'md5WithRSAEncryption',
  '2a864886f70d010105': 'sha1WithRSAEncryption',
  '2a864886f70d01010a': 'rsassaPss',
  '2a864886f70d01010b': 'sha256WithRSAEncryption',
  '2a864886f70d01010c': 'sha384WithRSAEncryption',
  '2a864886f70d01010d': 'sha512WithRSAEncryption',
  '2a8648ce380403': 'dsa-with-sha1',
  '2a8648ce3d0401': 'ecdsa-with-SHA1',
  '2a8648ce3d040302': 'ecdsa-with-SHA256',
  '2a8648ce3d040303': 'ecdsa-with-SHA384',
  '2a8648ce3d040304': 'ecdsa-with-SHA512',
  '2b6570': 'Ed25519',
  '2b6571': 'Ed448',
};

const SEQUENCE = 0x30;
const OBJECT_IDENTIFIER = 0x06;

/** The algorithms whose signatures can be forged (RFC 9155, RFC 6151). */
export const FORGEABLE_SIGNATURES: readonly string[] = [
  'md5WithRSAEncryption',
  'sha1WithRSAEncryption',
  'dsa-with-sha1',
  'ecdsa-with-SHA1',
];

/**
 * The algorithm with which a certificate is signed. Node tells everything of a certificate but this.
 *
 * @param der a certificate (RFC 5280 §4.1): SEQUENCE { tbsCertificate, signatureAlgorithm, signature }
 * @returns its name; the identifier in hexadecimal where it is not known here; `unknown` for anything malformed.
 */
export function signatureAlgorithmOf(der: Buffer): string {
  const certificate = readElement(der, 0);
  const toBeSigned = certificate && readElement(der, certificate.start);
  const algorithm = toBeSigned && readElement(der, toBeSigned.end);
  const identifier = algorithm?.tag === SEQUENCE ? readElement(der, algorithm.start) : null;
  if (identifier?.tag !== OBJECT_IDENTIFIER) return 'unknown';
  const octets = der.toString('hex', identifier.start, Math.min(identifier.end, identifier.start + 24));
  return ALGORITHMS[octets] ?? octets;
}

/** One element of DER (X.690 §8.1): its tag, and where its content starts and ends. Null if it does not fit. */
function readElement(der: Buffer, offset: number): { tag: number; start: number; end: number } | null {
  const tag = der[offset];
  const first = der[offset + 1];
  if (tag === undefined || first === undefined) return null;
  const lengthOctets = first < 0x80 ? 0 : first & 0x7f;
  const start = offset + 2 + lengthOctets;
  if (lengthOctets > 4 || start > der.length) return null;
  const length = lengthOctets === 0 ? first : der.readUIntBE(offset + 2, lengthOctets);
  return start + length > der.length ? null : { tag, start, end: start + length };
}
