import type { AuditAction, AuditEntry } from '@twotwenty/contracts/audit';

/** What was done, as it stands behind the one who did it. */
export const AUDIT_WORDS: Readonly<Record<AuditAction, string>> = {
  'credential-created': 'added a credential',
  'credential-changed': 'changed a credential',
  'credential-deleted': 'deleted a credential',
  'credential-used': 'used a credential',
  'secrets-rotated': 'sealed all secrets anew',
  'recovery-approved': 'approved a repair',
  'recovery-declined': 'declined a repair',
  'recovery-run': 'ran a repair',
  'recovery-ended': 'ended a repair',
  'recovery-retried': 'had a repair tried again',
  'recovery-checked': 'tested a connection for repairs',
  'recovery-settings-changed': 'changed the limits of repairs',
  'host-key-pinned': 'pinned a host key',
  'host-key-accepted': 'accepted a host key',
  'host-key-removed': 'removed a host key',
  'monitor-enabled': 'enabled a monitor',
  'monitor-disabled': 'disabled a monitor',
  'monitor-suspended': 'suspended a monitor',
  'monitor-resumed': 'resumed a monitor',
  'monitor-tested': 'had a monitor tested',
  'monitor-tags-added': 'added tags to a monitor',
  'monitor-tags-removed': 'removed tags from a monitor',
  'monitor-added-to-alert': 'added a monitor to an alert',
  'probe-checked': 'tested settings of a monitor before they were saved',
  'password-changed': 'changed the password',
};

/** What else is known of an entry, `name: value` each; empty texts and nulls are left out. */
export function auditDetails({ details }: Pick<AuditEntry, 'details'>): readonly string[] {
  return Object.entries(details).flatMap(([name, value]) => {
    const text = detailText(value);
    return text === '' ? [] : [`${spaced(name)}: ${text}`];
  });
}

function detailText(value: unknown): string {
  if (value === null || value === undefined) return '';
  if (Array.isArray(value)) return value.map(detailText).join(', ');
  if (typeof value === 'string') return value;
  return JSON.stringify(value);
}

/** `sessionsEnded` becomes `sessions ended`. */
function spaced(name: string): string {
  return name.replaceAll(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
}
