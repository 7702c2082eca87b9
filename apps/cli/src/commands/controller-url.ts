import type { Command } from 'commander';

/** Where a controller listens unless told otherwise. */
export const DEFAULT_URL = 'http://127.0.0.1:8220';

/**
 * Refuses a `--url` that is none of HTTP, or names a user: ends the command with an error. Without the words of the
 * argument, which commander would show: there may be a password in it.
 */
export function refuseBadUrl(text: string | undefined, command: Command): void {
  if (text === undefined) return;
  const refuse = (message: string): never => command.error(`error: option '--url <url>' ${message}`);
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url === null || !/^https?:$/.test(url.protocol)) return refuse(`must be a URL such as ${DEFAULT_URL}`);
  if (url.username !== '' || url.password !== '') refuse('takes no user or password: use ADMIN_TOKEN');
}
