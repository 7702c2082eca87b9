import { z } from 'zod';
import type { CredentialKind, CredentialUse } from './credential.js';
import { hostSchema, idSchema, lineSchema, portSchema, uniqueList } from './scalars.js';

export const RECOVERY_METHODS = ['ssh-systemd', 'ssh-windows', 'windows-rpc'] as const;
export type RecoveryMethodName = (typeof RECOVERY_METHODS)[number];

/** Where each method connects to when the monitor names no port. */
export const DEFAULT_RECOVERY_PORTS: Readonly<Record<RecoveryMethodName, number>> = {
  'ssh-systemd': 22,
  'ssh-windows': 22,
  'windows-rpc': 445,
};

/** What each method can log in with. */
const CREDENTIAL_KINDS_OF: Readonly<Record<RecoveryMethodName, readonly CredentialKind[]>> = {
  'ssh-systemd': ['password', 'ssh-key'],
  'ssh-windows': ['password', 'ssh-key'],
  'windows-rpc': ['password'],
};

/** Why a method can't log in with a credential, as the end of a sentence about it; null when it can. */
export function recoveryCredentialProblem(
  method: RecoveryMethodName,
  { kind, uses }: { readonly kind: CredentialKind; readonly uses: readonly CredentialUse[] },
): string | null {
  if (!uses.includes('recovery')) return 'may not be used for recovery: add recovery to its uses, or name another one';
  const kinds = CREDENTIAL_KINDS_OF[method];
  return kinds.includes(kind) ? null : `is of kind ${kind}, and ${method} takes ${kinds.join(' or ')}`;
}

const MAX_SERVICES = 32;

// systemd.unit(5): at most 255 of these; without "-" in front, which would be taken for an option.
const SYSTEMD_UNIT = /^[A-Za-z0-9:_.\\@][A-Za-z0-9:_.\\@-]{0,254}$/;
// The short name of a service, not the one that is shown. Narrower than CreateService allows: no quotes, no wildcards,
// nothing that a shell on the way could take for more than a name.
const WINDOWS_SERVICE = /^[\p{L}\p{N}_](?:[\p{L}\p{N} ._$()&+#@,-]{0,254}[\p{L}\p{N}._$()&+#@,-])?$/u;

const SERVICE_NAMES: Readonly<Record<RecoveryMethodName, { readonly form: RegExp; readonly message: string }>> = {
  'ssh-systemd': {
    form: SYSTEMD_UNIT,
    message: 'must be the name of a systemd unit, such as postfix or postfix@-.service',
  },
  'ssh-windows': { form: WINDOWS_SERVICE, message: 'must be the short name of a Windows service, such as SMTPSVC' },
  'windows-rpc': { form: WINDOWS_SERVICE, message: 'must be the short name of a Windows service, such as SMTPSVC' },
};

/** What is wrong with the name of a service; null when it is one that the method can be given. */
export function serviceNameProblem(method: RecoveryMethodName, name: string): string | null {
  const { form, message } = SERVICE_NAMES[method];
  return form.test(name) ? null : message;
}

const serviceSchema = lineSchema(1, 256);

/** Where repairs act, and as whom. What they do is said by the action. */
export const recoveryFields = {
  machine: hostSchema.describe('FQDN, NetBIOS name or address of the machine that is repaired'),
  port: portSchema.nullable().default(null).describe('Null: the usual one of the method'),
  method: z.enum(RECOVERY_METHODS),
  credentialId: idSchema.nullable().default(null),
  services: uniqueList(serviceSchema, 0, MAX_SERVICES)
    .default([])
    .describe('In the order in which they are started; they are stopped in the reverse one'),
};

/** Names each service that the method can not be given. */
export function refineServices(
  { method, services }: { readonly method: RecoveryMethodName; readonly services: readonly string[] },
  context: z.RefinementCtx,
): void {
  services.forEach((service, index) => {
    // One that is no line of text has its problem already.
    const message = serviceSchema.safeParse(service).success ? serviceNameProblem(method, service) : null;
    if (message !== null) context.addIssue({ code: 'custom', path: ['services', index], message });
  });
}

export const recoverySchema = z.strictObject(recoveryFields).superRefine(refineServices);
export type RecoveryParameters = z.infer<typeof recoverySchema>;
