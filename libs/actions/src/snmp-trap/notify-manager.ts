import snmp, { type Request, type Session, type VariableBinding } from 'net-snmp';
import type { ResolvedHost } from '../resolve-host.js';
import type { Binding } from './bindings.js';
import type { SnmpTrapSettings } from './snmp-trap-settings.js';

/** How often an inform is sent again, and after how long, milliseconds: over UDP both are the sender's business. */
const INFORM_RETRIES = 2;
const INFORM_TIMEOUT_MS = 4_000;

type SnmpV3Settings = Extract<SnmpTrapSettings, { version: 'v3' }>;

/**
 * Sends one notification. A trap is done when it is sent, an inform when it is acknowledged.
 * @throws what the network or the manager reported, or the reason of the signal. Nothing is open after either.
 */
export async function notifyManager(
  manager: ResolvedHost,
  oid: string,
  bindings: readonly Binding[],
  settings: SnmpTrapSettings,
  signal: AbortSignal,
): Promise<void> {
  signal.throwIfAborted();
  const session = openSession(manager, settings);
  try {
    await new Promise<void>((resolve, reject) => {
      const done = (error: Error | null): void => (error === null ? resolve() : reject(error));
      signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true });
      session.on('error', reject);
      if (settings.inform) session.inform(oid, bindings.map(typed), done);
      else session.trap(oid, bindings.map(typed), done);
    });
  } finally {
    session.close();
  }
}

function typed({ oid, value }: Binding): VariableBinding {
  const { OctetString, Unsigned32 } = snmp.ObjectType;
  return { oid, value, type: typeof value === 'number' ? Unsigned32 : OctetString };
}

function openSession({ address, family }: ResolvedHost, settings: SnmpTrapSettings): Session {
  const options = {
    transport: family === 6 ? ('udp6' as const) : ('udp4' as const),
    trapPort: settings.port,
    retries: INFORM_RETRIES,
    timeout: INFORM_TIMEOUT_MS,
  };
  if (settings.version === 'v2c') {
    return snmp.createSession(address, settings.community, { ...options, version: snmp.Version2c });
  }
  const session = snmp.createV3Session(address, userOf(settings), { ...options, engineID: settings.engineId });
  return settings.inform ? session : withEngineTime(session);
}

const PRIVACY_NAMES = { aes128: 'aes', 'aes256-blumenthal': 'aes256b', 'aes256-reeder': 'aes256r' } as const;

function userOf({ user, authentication, authenticationPassword, privacy, privacyPassword }: SnmpV3Settings) {
  const { SecurityLevel, AuthProtocols, PrivProtocols } = snmp;
  const authenticated = {
    name: user,
    authProtocol: AuthProtocols[authentication] ?? '',
    authKey: authenticationPassword,
  };
  if (privacy === 'none' || privacyPassword === null) return { ...authenticated, level: SecurityLevel.authNoPriv };
  return {
    ...authenticated,
    level: SecurityLevel.authPriv,
    privProtocol: PrivProtocols[PRIVACY_NAMES[privacy]] ?? '',
    privKey: privacyPassword,
  };
}

/**
 * Lets traps carry an engine time that goes on. The library sends 0, and a manager that keeps to RFC 3414 §3.2 (7b) would
 * drop every trap from the 150th second after the first.
 *
 * The clock of day serves as engine time: it goes on over restarts, and all processes that share an engine id agree on it,
 * without anything to be stored. It counts to 2^31 - 1 seconds, then the number of boots goes up.
 */
function withEngineTime(session: Session): Session {
  const send = session.send.bind(session);
  session.send = (request: Request, noWait: boolean): Session => {
    const parameters = request.message.msgSecurityParameters;
    if (parameters !== undefined) {
      const seconds = Math.floor(Date.now() / 1000);
      parameters.msgAuthoritativeEngineBoots = 1 + Math.floor(seconds / 2 ** 31);
      parameters.msgAuthoritativeEngineTime = seconds % 2 ** 31;
    }
    return send(request, noWait);
  };
  return session;
}
