/** Something that a run needs is not on this machine and can't be had. The message is meant for people. */
export class MissingError extends Error {
  override readonly name = 'MissingError';
}
