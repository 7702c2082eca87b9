import type { RecoveryCode } from '@twotwenty/domain/recovery/recovery-codes';
import type { RecoveryFailure } from '../recovery-method.js';
import type { NetResult } from './net-command.js';

/** What a status of Windows means for a repair, by its name (ntstatus.h, winerror.h). */
const MEANINGS: Readonly<Record<string, readonly [RecoveryCode, string]>> = {
  NT_STATUS_LOGON_FAILURE: ['login-refused', 'user name or password is wrong'],
  NT_STATUS_WRONG_PASSWORD: ['login-refused', 'the password is wrong'],
  NT_STATUS_NO_SUCH_USER: ['login-refused', 'there is no such user'],
  NT_STATUS_ACCOUNT_LOCKED_OUT: ['login-refused', 'the account is locked out'],
  NT_STATUS_ACCOUNT_DISABLED: ['login-refused', 'the account is disabled'],
  NT_STATUS_ACCOUNT_EXPIRED: ['login-refused', 'the account has expired'],
  NT_STATUS_ACCOUNT_RESTRICTION: ['login-refused', 'the account is restricted, such as to Kerberos'],
  NT_STATUS_PASSWORD_EXPIRED: ['login-refused', 'the password has expired'],
  NT_STATUS_PASSWORD_MUST_CHANGE: ['login-refused', 'the password must be changed first'],
  NT_STATUS_INVALID_LOGON_HOURS: ['login-refused', 'the account may not log in at this hour'],
  NT_STATUS_INVALID_WORKSTATION: ['login-refused', 'the account may not log in from here'],
  NT_STATUS_LOGON_TYPE_NOT_GRANTED: ['login-refused', 'the account may not log in over the network'],
  NT_STATUS_NO_LOGON_SERVERS: ['login-refused', 'no domain controller could be asked'],
  NT_STATUS_TRUSTED_RELATIONSHIP_FAILURE: ['login-refused', 'the machine has lost the trust of its domain'],
  NT_STATUS_TRUSTED_DOMAIN_FAILURE: ['login-refused', 'the domains do not trust each other'],
  NT_STATUS_NTLM_BLOCKED: ['login-refused', 'NTLM is switched off'],
  NT_STATUS_CONNECTION_REFUSED: ['unreachable', 'the connection was refused'],
  NT_STATUS_HOST_UNREACHABLE: ['unreachable', 'there is no way to the machine'],
  NT_STATUS_NETWORK_UNREACHABLE: ['unreachable', 'there is no way to its network'],
  NT_STATUS_PORT_UNREACHABLE: ['unreachable', 'nothing listens on the port'],
  NT_STATUS_BAD_NETWORK_NAME: ['wrong-protocol', 'it has no share IPC$'],
  NT_STATUS_INVALID_NETWORK_RESPONSE: ['wrong-protocol', 'it answered with something else than SMB 2 or 3'],
  NT_STATUS_NOT_SUPPORTED: ['wrong-protocol', 'it does not speak SMB 2 or 3'],
  NT_STATUS_OBJECT_NAME_NOT_FOUND: ['wrong-protocol', 'it has no service manager, or no way to be shut down, over SMB'],
  NT_STATUS_CONNECTION_RESET: ['connection-lost', 'the machine reset the connection'],
  NT_STATUS_CONNECTION_DISCONNECTED: ['connection-lost', 'the machine closed the connection'],
  NT_STATUS_CONNECTION_ABORTED: ['connection-lost', 'the connection was aborted'],
  NT_STATUS_LOCAL_DISCONNECT: ['connection-lost', 'the connection broke'],
  NT_STATUS_REMOTE_DISCONNECT: ['connection-lost', 'the machine closed the connection'],
  NT_STATUS_NETWORK_NAME_DELETED: ['connection-lost', 'the machine ended the session'],
  NT_STATUS_PIPE_BROKEN: ['connection-lost', 'the service manager hung up'],
  NT_STATUS_PIPE_DISCONNECTED: ['connection-lost', 'the service manager hung up'],
  NT_STATUS_IO_TIMEOUT: ['time-limit', 'the machine did not answer'],
  NT_STATUS_ACCESS_DENIED: ['right-missing', 'access denied'],
  NT_STATUS_PRIVILEGE_NOT_HELD: ['right-missing', 'the account lacks a privilege'],
  WERR_ACCESS_DENIED: ['right-missing', 'access denied'],
  WERR_PRIVILEGE_NOT_HELD: ['right-missing', 'the account lacks a privilege'],
  WERR_SERVICE_DOES_NOT_EXIST: ['unknown-service', 'there is no such service'],
  WERR_NO_SUCH_SERVICE: ['unknown-service', 'there is no such service'],
  WERR_INVALID_NAME: ['unknown-service', 'the machine takes this for no name of a service'],
  WERR_SERVICE_DISABLED: ['unknown-service', 'the service is disabled'],
  WERR_DEPENDENT_SERVICES_RUNNING: [
    'command-failed',
    'other services depend on it and run; they have to be among the services, behind it',
  ],
  WERR_INVALID_SERVICE_CONTROL: ['command-failed', 'the service does not let itself be stopped'],
  WERR_SERVICE_CANNOT_ACCEPT_CTRL: ['command-failed', 'the service takes no orders at this moment'],
  WERR_SERVICE_REQUEST_TIMEOUT: ['command-failed', 'the service did not answer the service manager'],
  WERR_SERVICE_LOGON_FAILED: ['service-not-running', 'the service could not log in with its own account'],
  WERR_SERVICE_DEPENDENCY_FAIL: ['service-not-running', 'a service that it needs does not start'],
  WERR_SHUTDOWN_IN_PROGRESS: ['command-failed', 'the machine is shutting down already'],
};

/** After these it is open what the machine has done. */
const LEAVES_OPEN: ReadonlySet<RecoveryCode> = new Set(['unreachable', 'connection-lost', 'time-limit']);

/** How much of an output is shown in a detail, characters. */
const MAX_EXCERPT = 500;

/** The status with which net(8) failed; null when it names none. The first one tells most: later ones come of a second try. */
export function netStatus(errors: string): string | null {
  const statuses = errors.match(/\b(?:NT_STATUS|WERR)_[A-Z0-9_]+\b/g) ?? [];
  return statuses.find((status) => !/OBJECT_NAME_NOT_FOUND$/.test(status)) ?? statuses[0] ?? null;
}

/**
 * What the failure of net(8) means.
 * @param what was asked, to begin a sentence with: `stopping SMTPSVC`
 * @param acting whether the machine may have been asked to change something before
 */
export function netFailure(result: NetResult, what: string, acting: boolean): RecoveryFailure {
  const { exitStatus } = result;
  if (result.stopped) return failure('time-limit', what, acting, exitStatus);
  const status = netStatus(result.errors);
  const connecting = /^Connection failed: /m.test(result.errors);
  const meaning = status === null ? undefined : connecting ? connectionMeaning(status, acting) : MEANINGS[status];
  if (meaning === undefined && status === null && /^Could not initialise lsa pipe$/m.test(result.errors)) {
    // The first thing asked after the log-in; net does not say why it failed.
    return failure('connection-lost', `${what}: the machine did not say who it is`, acting, exitStatus);
  }
  if (meaning !== undefined) return failure(meaning[0], `${what}: ${meaning[1]} (${status})`, acting, exitStatus);
  return failure('command-failed', `${what}: ${excerptOf(result)}`, acting, exitStatus);
}

/** What went wrong before anything but the log-in was asked. */
function connectionMeaning(status: string, acting: boolean): readonly [RecoveryCode, string] | undefined {
  const meaning = MEANINGS[status];
  if (status === 'NT_STATUS_ACCESS_DENIED') return ['login-refused', 'access denied'];
  if (status === 'NT_STATUS_IO_TIMEOUT') return ['unreachable', 'the machine did not answer in time'];
  // Once it has spoken SMB, it is more likely on its way down.
  if (meaning?.[0] === 'connection-lost' && !acting)
    return ['wrong-protocol', 'it hung up instead of speaking SMB 2 or 3'];
  return meaning;
}

function failure(code: RecoveryCode, detail: string, acting: boolean, exitStatus: number | null): RecoveryFailure {
  return { result: acting && LEAVES_OPEN.has(code) ? 'unknown' : 'failed', code, detail, exitStatus };
}

/** What net(8) printed, for people who have to make sense of it. */
export function excerptOf({ errors, standardOutput }: NetResult): string {
  const lines = `${errors}\n${standardOutput}`.split('\n').map((line) => line.trim());
  const text = lines.filter((line) => line !== '').join(' / ');
  if (text === '') return 'net printed nothing';
  return text.length > MAX_EXCERPT ? `${text.slice(0, MAX_EXCERPT)}…` : text;
}
