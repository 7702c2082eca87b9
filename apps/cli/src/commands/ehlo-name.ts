import type { Command } from 'commander';

/**
 * Refuses an `--ehlo` that EHLO_NAME would not take either: ends the command with an error.
 *
 * Not done while the arguments are read: the rule's library takes a tenth of a second to load, for nothing where the
 * flag is not given.
 */
export async function refuseBadEhloName(ehloName: string | undefined, command: Command): Promise<void> {
  if (ehloName === undefined) return;
  const { ehloNameSchema } = await import('@twotwenty/contracts/scalars');
  const parsed = ehloNameSchema.safeParse(ehloName);
  if (parsed.success) return;
  const what = parsed.error.issues.map(({ message }) => message).join('; ');
  command.error(`error: option '--ehlo <name>' argument '${ehloName}' is invalid. It ${what}.`);
}
