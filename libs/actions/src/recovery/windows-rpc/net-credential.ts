import type { RecoveryCredential, RecoveryFailure } from '../recovery-method.js';

/** How Samba's programs are told who logs in. */
export interface NetCredential {
  readonly result: 'done';
  /** For `--user`: `domain\user`, with nothing before the backslash for an account of the machine, or `user@domain`. */
  readonly user: string;
  readonly password: string;
}

/** net(8) reads it into so many octets, one of them for the end. */
const MAX_PASSWORD_BYTES = 127;

/** Control characters, and what net(8) takes for the end of the name: `user%password`, `domain/user`. */
const NOT_IN_NAMES = /[\p{Cc}%/]/u;

/** Checks a credential for what net(8) could misunderstand. */
export function netCredential(credential: RecoveryCredential): NetCredential | RecoveryFailure {
  if (credential.kind !== 'password') return unfit('windows-rpc needs a user name and a password');
  const { username, domain, password } = credential;
  if (username === '' || NOT_IN_NAMES.test(username)) return unfit('the user name has a character that none can have');
  if (domain !== null && (NOT_IN_NAMES.test(domain) || /[\\@]/.test(domain))) {
    return unfit('the domain has a character that none can have');
  }
  if (domain !== null && /[\\@]/.test(username)) return unfit('the user name names a domain, and there is another one');
  if (password === '' || /[\0\n]/.test(password)) return unfit('the password is empty or has more than one line');
  if (Buffer.byteLength(password) > MAX_PASSWORD_BYTES) {
    return unfit(`the password is longer than the ${MAX_PASSWORD_BYTES} octets that Samba's net can take`);
  }
  const named = domain === null && /[\\@]/.test(username);
  return { result: 'done', user: named ? username : `${domain ?? ''}\\${username}`, password };
}

function unfit(detail: string): RecoveryFailure {
  return { result: 'failed', code: 'credential-unfit', detail, exitStatus: null };
}
