import type { AnyAuthMethod, Client, KeyboardInteractiveAuthMethod, NextAuthHandler, ParsedKey, Prompt } from 'ssh2';
import type { RecoveryCredential } from '../recovery-method.js';
import { openPrivateKey } from './private-key.js';
import { SshFailure } from './ssh-failure.js';

/** What is sent to log in, once it was opened. */
interface LogIn {
  readonly username: string;
  readonly secret:
    { readonly kind: 'password'; readonly password: string } | { readonly kind: 'key'; readonly key: ParsedKey };
}

/**
 * The name at the machine: `DOMAIN\user` with a domain, which OpenSSH for Windows and winbind understand.
 */
export function accountName(credential: RecoveryCredential): string {
  return credential.kind === 'password' && credential.domain !== null
    ? `${credential.domain}\\${credential.username}`
    : credential.username;
}

/** @throws SshFailure `credential-unfit` when the private key can not be used */
export function openCredential(credential: RecoveryCredential): LogIn {
  const username = accountName(credential);
  if (credential.kind === 'password') return { username, secret: { kind: 'password', password: credential.password } };
  return { username, secret: { kind: 'key', key: openPrivateKey(credential.privateKey, credential.passphrase) } };
}

interface LogInHooks {
  /** Awaited before anything is sent about the account. */
  readonly beforehand: () => Promise<void>;
  /** Told why the log-in does not come about. */
  readonly fail: (error: unknown) => void;
}

/**
 * Leads ssh2 through the log-in. First asks which methods the machine takes, then tries one of them, once: accounts get
 * locked by failed attempts, and each of our attempts must count as one.
 */
export function logInHandler({ username, secret }: LogIn, { beforehand, fail }: LogInHooks) {
  let step: 'ask' | 'try' | 'refused' = 'ask';
  return (methods: readonly string[] | null, partialSuccess: boolean | null, next: NextAuthHandler): void => {
    if (step === 'ask') {
      step = 'try';
      beforehand().then(() => next({ type: 'none', username }), fail);
      return;
    }
    if (step === 'try') {
      step = 'refused';
      const method = chooseMethod({ username, secret }, methods ?? [], fail);
      if (method === null) fail(refused(username, `it takes no ${secret.kind}, only ${(methods ?? []).join(', ')}`));
      else next(method);
      return;
    }
    fail(refused(username, reasonFor(secret.kind, methods ?? [], partialSuccess === true)));
  };
}

function reasonFor(kind: 'password' | 'key', methods: readonly string[], partialSuccess: boolean): string {
  if (partialSuccess) return `the ${kind} was right, but it wants more: ${methods.join(', ')}`;
  return kind === 'password' ? 'the user name or the password is wrong' : 'it does not take this key for this user';
}

function refused(username: string, reason: string): SshFailure {
  return new SshFailure('login-refused', `user "${username}": ${reason}.`);
}

function chooseMethod(
  { username, secret }: LogIn,
  methods: readonly string[],
  fail: LogInHooks['fail'],
): AnyAuthMethod | null {
  if (secret.kind === 'key') {
    return methods.includes('publickey') ? { type: 'publickey', username, key: secret.key } : null;
  }
  if (methods.includes('password')) return { type: 'password', username, password: secret.password };
  if (!methods.includes('keyboard-interactive')) return null;
  return { type: 'keyboard-interactive', username, prompt: answerOnce(username, secret.password, fail) };
}

/** Answers the one question for a password; for any other it fails, lest the password goes where it does not belong. */
function answerOnce(
  username: string,
  password: string,
  fail: LogInHooks['fail'],
): KeyboardInteractiveAuthMethod['prompt'] {
  let answered = false;
  return (
    _name: string,
    _instructions: string,
    _language: string,
    prompts: Prompt[],
    finish: (answers: string[]) => void,
  ) => {
    const [prompt] = prompts;
    if (answered || prompts.length !== 1 || prompt === undefined || prompt.echo === true) {
      fail(refused(username, 'it asks for more than a password'));
      return;
    }
    answered = true;
    finish([password]);
  };
}

/** A password that has expired counts as a refused one: a new one is not ours to choose. */
export function refuseNewPassword(client: Client, { username }: LogIn, fail: LogInHooks['fail']): void {
  client.on('change password', () => fail(refused(username, 'the password has expired')));
}
