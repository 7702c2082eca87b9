import { createHash } from 'node:crypto';
import type { HostKey } from '../recovery-method.js';

/**
 * Type and fingerprint of a public key.
 * @param blob as it goes over the wire (RFC 4253 §6.6): a string with its type in front
 * @returns null when it is none
 */
export function readHostKey(blob: Buffer): HostKey | null {
  if (blob.length < 4) return null;
  const length = blob.readUInt32BE(0);
  if (length === 0 || length > 64 || blob.length < 4 + length) return null;
  const type = blob.toString('latin1', 4, 4 + length);
  if (!/^[\x21-\x7e]+$/.test(type)) return null;
  const digest = createHash('sha256').update(blob).digest('base64').replace(/=+$/, '');
  return { type, fingerprint: `SHA256:${digest}` };
}
