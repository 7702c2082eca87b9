/** Why a repair was not done, or is not known to be done. Stable: people filter by them. */
interface RecoveryCodeEntry {
  /** A sentence without its full stop; the details of the case are added after a colon. */
  readonly meaning: string;
  /** What an administrator should look at. */
  readonly lookAt: string;
}

/** What stands in the way before any machine is asked. */
const REFUSALS = {
  'no-machine': {
    meaning: 'The monitor names no machine to repair',
    lookAt: 'The recovery parameters of the monitor.',
  },
  'no-credential': {
    meaning: 'The monitor names no credential for repairs',
    lookAt: 'The recovery parameters of the monitor; a repair never uses the rights of the service itself.',
  },
  'credential-not-allowed': {
    meaning: 'The credential is not allowed for repairs',
    lookAt: 'The uses of the credential: "recovery" must be among them.',
  },
  'credential-unfit': {
    meaning: 'The credential is of a kind that the method can not log in with',
    lookAt: 'SSH takes a password or a key, windows-rpc a password.',
  },
  'secret-unreadable': {
    meaning: 'The secret of the credential can not be opened',
    lookAt: 'SECRETS_KEY of the evaluator, or enter the secret again.',
  },
  'no-services': {
    meaning: 'The monitor names no services to restart',
    lookAt: 'The recovery parameters of the monitor.',
  },
  'illegal-service': {
    meaning: 'The name of a service is none that the method knows',
    lookAt: 'The services in the recovery parameters of the monitor.',
  },
  'program-refused': {
    meaning: 'The program may not be run',
    lookAt: 'ACTION_PROGRAMS of the evaluator, and owner, mode and place of the program.',
  },
  'tool-missing': {
    meaning: 'A program that the method needs is not installed where the evaluator runs',
    lookAt: 'On Debian: apt-get install samba-common-bin.',
  },
} as const satisfies Readonly<Record<string, RecoveryCodeEntry>>;

/** What went wrong with a machine. */
const FAILURES = {
  'unknown-host': {
    meaning: 'The machine has no address',
    lookAt: 'Its name, and the name service (DNS, NetBIOS) of where the evaluator runs.',
  },
  unreachable: {
    meaning: 'The machine could not be connected to',
    lookAt: 'Whether the machine runs, its firewall, and the port.',
  },
  'wrong-protocol': {
    meaning: 'What answered does not speak the protocol of the method',
    lookAt: 'The method and the port in the recovery parameters of the monitor.',
  },
  'host-key-changed': {
    meaning: 'The machine shows another host key than before',
    lookAt: 'Whether it was installed anew; if so accept its new key. If not, somebody may be in between.',
  },
  'login-refused': {
    meaning: 'The machine refused the log-in',
    lookAt: 'User name, domain and secret of the credential, and the log of the machine.',
  },
  'right-missing': {
    meaning: 'The account may log in, but may not do this',
    lookAt: 'Rights of the account; for ssh-systemd a sudo rule with NOPASSWD for systemctl.',
  },
  'unknown-service': {
    meaning: 'The machine has no such service, or it can not be started',
    lookAt: 'The services in the recovery parameters of the monitor.',
  },
  'command-failed': {
    meaning: 'The machine was asked and reported an error',
    lookAt: 'The output of the repair, and the log of the machine.',
  },
  'service-not-running': {
    meaning: 'The machine was asked, but a service does not run afterwards',
    lookAt: 'The log of the service on the machine.',
  },
  'time-limit': {
    meaning: 'It was not done within its time limit',
    lookAt: 'Whether the machine hangs; the time limit of the action.',
  },
  'connection-lost': {
    meaning: 'The connection to the machine broke',
    lookAt: 'Whether the machine still runs.',
  },
  interrupted: {
    meaning: 'The process that carried it out ended in the middle',
    lookAt: 'The log of the evaluator.',
  },
  withdrawn: {
    meaning: 'It was called off in the last moment, and nothing was done',
    lookAt: 'The stop switch, maintenance, and whether the monitor had recovered.',
  },
  unexpected: {
    meaning: 'Something went wrong in the evaluator',
    lookAt: 'The log of the evaluator.',
  },
} as const satisfies Readonly<Record<string, RecoveryCodeEntry>>;

export const RECOVERY_CODES: Readonly<Record<RecoveryCode, RecoveryCodeEntry>> = { ...REFUSALS, ...FAILURES };

export type RecoveryRefusalCode = keyof typeof REFUSALS;
export type RecoveryCode = RecoveryRefusalCode | keyof typeof FAILURES;

export const RECOVERY_CODE_NAMES = Object.keys(RECOVERY_CODES) as readonly RecoveryCode[];

/** Whether nothing was tried: the configuration has to be mended first. */
export function isRefusal(code: RecoveryCode): code is RecoveryRefusalCode {
  return Object.hasOwn(REFUSALS, code);
}

/** A sentence for people. @param detail what is known of the case; null when there is nothing to add */
export function explainRecoveryCode(code: RecoveryCode, detail: string | null): string {
  const { meaning } = RECOVERY_CODES[code];
  return detail === null || detail === '' ? `${meaning}.` : `${meaning}: ${detail}`;
}
