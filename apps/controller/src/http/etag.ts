import type { VersionCheck } from '@twotwenty/database/repositories/storage-error';
import type { FastifyReply } from 'fastify';

/** Sends a thing with its version as ETag, for `If-Match` of the next write. */
export function withEtag<T extends { readonly version: number }>(reply: FastifyReply, thing: T): T {
  void reply.header('etag', etagOf(thing.version));
  return thing;
}

/**
 * What `If-Match` (RFC 9110 §13.1.1) says of a version. Without the header every version is right.
 * @param header the value, such as `"3"`, a list of such, or `*`
 */
export function ifMatch(header: string | undefined): VersionCheck {
  if (header === undefined || header.trim() === '*') return () => true;
  const tags = header.split(',').map((tag) => tag.trim());
  return (version) => tags.includes(etagOf(version));
}

function etagOf(version: number): string {
  return `"${version}"`;
}

/** For `@ApiHeader`. */
export const IF_MATCH = {
  name: 'If-Match',
  required: false,
  description: 'The ETag that was read last; a mismatch is answered with 412',
};
