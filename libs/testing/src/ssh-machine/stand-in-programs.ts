import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** How the machine is equipped. */
export interface Equipment {
  /** What `id -u` answers; whatever the account really is. */
  readonly isRoot: boolean;
  /**
   * Commands that sudo lets it run as root without a password, as in sudoers(5): `/usr/bin/systemctl restart *`.
   * Null: there is no sudo.
   */
  readonly sudoRules: readonly string[] | null;
  readonly systemd: boolean;
  readonly powershell: boolean;
}

/**
 * Writes the programs that a machine has before those of this one.
 * @returns their folder, for the PATH
 */
export function writeStandIns(home: string, { isRoot, sudoRules, systemd, powershell }: Equipment): string {
  const folder = join(home, 'bin');
  mkdirSync(folder, { recursive: true });
  const write = (name: string, ...lines: readonly string[]): void => {
    const path = join(folder, name);
    writeFileSync(path, ['#!/bin/sh', ...lines, ''].join('\n'));
    chmodSync(path, 0o755);
  };
  const node = (file: string): string =>
    `exec '${process.execPath}' '${join(import.meta.dirname, 'stand-ins', file)}' '${home}' "$@"`;
  const absent = (name: string): readonly [string, string] => [`echo '${name}: not found' >&2`, 'exit 127'];
  write('id', `echo "id $*" >>'${home}/calls'`, `echo ${isRoot ? 0 : 1000}`);
  write('systemctl', ...(systemd ? [node('systemctl.js')] : absent('systemctl')));
  write('powershell.exe', ...(powershell ? [node('powershell.js')] : absent('powershell.exe')));
  writeFileSync(join(home, 'sudoers'), (sudoRules ?? []).map((rule) => `${rule}\n`).join(''));
  write('sudo', ...(sudoRules === null ? absent('sudo') : sudoLines(home)));
  return folder;
}

/** Obeys the rules for `-n` and `-l`, and changes no user. A rule matches as a pattern of the shell, as it does for sudo. */
function sudoLines(home: string): readonly string[] {
  return [
    `echo "sudo $*" >>'${home}/calls'`,
    'list=',
    'while [ $# -gt 0 ]; do',
    '  case $1 in -n) ;; -l) list=1 ;; --) shift; break ;; -*) echo "sudo: unknown option $1" >&2; exit 1 ;; *) break ;; esac',
    '  shift',
    'done',
    'allowed=',
    `while IFS= read -r rule; do case "/usr/bin/$*" in $rule) allowed=1 ;; esac; done <'${home}/sudoers'`,
    'if [ -z "$allowed" ]; then',
    '  [ -n "$list" ] || echo "sudo: a password is required" >&2',
    '  exit 1',
    'fi',
    'if [ -n "$list" ]; then echo "/usr/bin/$*"; exit 0; fi',
    'exec "$@"',
  ];
}
