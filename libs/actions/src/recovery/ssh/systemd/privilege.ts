import { oneLine } from '../../../outcomes.js';
import { posixCommand, type RemoteCommand } from '../remote-command.js';
import type { CommandResult } from '../run-command.js';
import type { SshConnection } from '../ssh-connection.js';
import { SshFailure } from '../ssh-failure.js';

/** Exit status of a shell that found no such program (POSIX, Shell Command Language, 2.8.2). */
export const NOT_FOUND = 127;

/** Programs then speak English, and print numbers as they are. */
export const PLAIN_LOCALE = ['env', 'LC_ALL=C'] as const;

/** As what systemctl is run. */
export interface Privilege {
  readonly username: string;
  readonly isRoot: boolean;
}

/**
 * Asks who we are at the machine.
 * @throws SshFailure `wrong-protocol` when it is no POSIX system
 */
export async function askPrivilege(connection: SshConnection, username: string): Promise<Privilege> {
  const { status, stdout, stderr } = await connection.exec(posixCommand(['id', '-u']));
  // Start-up files of a shell may have printed something before.
  const uid = /^(\d+)$/.exec(stdout.trimEnd().split('\n').at(-1)?.trim() ?? '')?.[1];
  if (status !== 0 || uid === undefined) {
    const said = oneLine(stderr === '' ? stdout : stderr, 200);
    throw new SshFailure('wrong-protocol', `it does not know the command "id -u" of POSIX: ${said}`);
  }
  return { username, isRoot: Number(uid) === 0 };
}

/**
 * How `words` are run as root. `sudo` finds the program by itself, in its own `secure_path`, when it is asked whether and
 * when it is asked to; and a rule may name the program by any path that leads to the same file.
 */
export function asRoot({ isRoot }: Privilege, words: readonly string[]): RemoteCommand {
  return posixCommand([...PLAIN_LOCALE, ...(isRoot ? [] : ['sudo', '-n', '--']), ...words]);
}

/**
 * Proves that `words` may be run as root, without running them: sudo is asked about exactly these words. What it does not
 * tell is whether it would ask for a password, when some other rule of the account has NOPASSWD; see `refusedBySudo`.
 * @throws SshFailure `right-missing`, with the rule that is needed
 */
export async function proveRight(
  connection: SshConnection,
  privilege: Privilege,
  words: readonly string[],
): Promise<void> {
  if (privilege.isRoot) return;
  const { status, stderr } = await connection.exec(posixCommand([...PLAIN_LOCALE, 'sudo', '-n', '-l', '--', ...words]));
  if (status === 0) return;
  if (status === NOT_FOUND)
    throw new SshFailure('right-missing', `"${privilege.username}" is not root, and there is no sudo.`);
  throw rightMissing(privilege, words, stderr);
}

/** The error when sudo wanted a password in the end, so that nothing was run; null when it did not. */
export function refusedBySudo(
  privilege: Privilege,
  words: readonly string[],
  result: CommandResult,
): SshFailure | null {
  if (privilege.isRoot || result.status !== 1) return null;
  return SUDO_REFUSAL.test(result.stderr) ? rightMissing(privilege, words, result.stderr) : null;
}

const SUDO_REFUSAL =
  /^(sudo: (a password is required|a terminal is required|sorry, you must have a tty)|Sorry, user )/m;

function rightMissing({ username }: Privilege, words: readonly string[], stderr: string): SshFailure {
  const said = stderr.trim() === '' ? '' : ` (${oneLine(stderr, 160)})`;
  return new SshFailure(
    'right-missing',
    `sudo does not let "${username}" do it without a password${said}. It needs this line in sudoers(5): ${sudoersRule(username, words)}`,
  );
}

/** The line of sudoers(5) that lets a user run just these words as root. */
export function sudoersRule(username: string, words: readonly string[]): string {
  const [program = '', ...args] = words.map((word) => word.replace(/[\\,:=]/g, '\\$&'));
  const user = username.replace(/[\\,:=!()@ "]/g, '\\$&');
  return `${user} ALL=(root) NOPASSWD: /usr/bin/${program} ${args.join(' ')}`;
}
