import type { Channel } from '../channel.js';
import { delivered, notDelivered, OUT_OF_TIME, reasonOf, withoutSecrets } from '../outcomes.js';
import { hostAndPort, resolveHost } from '../resolve-host.js';
import { bindingsOf, notificationOid } from './bindings.js';
import { notifyManager } from './notify-manager.js';
import type { SnmpTrapSettings } from './snmp-trap-settings.js';

export type { SnmpTrapSettings } from './snmp-trap-settings.js';

/** Sends notices to a manager as SNMP notifications; TWOTWENTY-MIB.txt tells what is in them. */
export function createSnmpTrapChannel(): Channel<SnmpTrapSettings> {
  return {
    async deliver(notice, settings, { signal }) {
      const { host, port, inform, enterpriseOid } = settings;
      const where = hostAndPort(host, port);
      try {
        const manager = await resolveHost(host, signal);
        const oid = notificationOid(notice.kind, enterpriseOid);
        await notifyManager(manager, oid, bindingsOf(notice, enterpriseOid), settings, signal);
        return delivered(inform ? `acknowledged by ${where}` : `sent to ${where}; a trap is not acknowledged`);
      } catch (error) {
        const reason = signal.aborted ? OUT_OF_TIME : withoutSecrets(reasonOf(error), secretsOf(settings));
        const retryable = signal.aborted || !isRefusal(error);
        return notDelivered(`the SNMP manager ${where} was not told: ${reason}`, retryable);
      }
    },
  };
}

function secretsOf(settings: SnmpTrapSettings): string[] {
  if (settings.version === 'v2c') return [settings.community];
  const { authenticationPassword, privacyPassword } = settings;
  return privacyPassword === null ? [authenticationPassword] : [authenticationPassword, privacyPassword];
}

/** The manager answered an inform, and refused the user, the password or the message; only a wrong clock mends itself. */
function isRefusal(error: unknown): boolean {
  if (!(error instanceof Error) || error.message === 'Not In Time Window') return false;
  return error.name === 'ResponseInvalidError' || error.name === 'RequestFailedError';
}
