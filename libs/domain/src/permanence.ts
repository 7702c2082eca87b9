export const PERMANENCES = ['temporary', 'permanent'] as const;
export type Permanence = (typeof PERMANENCES)[number];

/**
 * Whether trying again later may help (RFC 5321 §4.2.1): 4yz is temporary, 5yz permanent.
 *
 * @param replyCode null where there was no reply
 * @returns null for any other code, which turns nobody away
 */
export function permanence(replyCode: number | null): Permanence | null {
  if (replyCode === null) return null;
  if (replyCode >= 400 && replyCode < 500) return 'temporary';
  if (replyCode >= 500 && replyCode < 600) return 'permanent';
  return null;
}
