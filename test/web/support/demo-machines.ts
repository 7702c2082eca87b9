import type { Credential } from '@twotwenty/contracts/credential';
import type { RecoveryCheck } from '@twotwenty/contracts/recovery-check';
import { startSshMachine, type SshMachine } from '@twotwenty/testing/ssh-machine/ssh-machine';
import { waitFor } from '@twotwenty/testing/wait-for';
import type { ApiClient } from '../../support/app-processes.js';

/** Machines that repairs may act on. */
export interface DemoMachines {
  /** Recovery parameters of a monitor whose machine can be asked for its services. */
  readonly recovery: object;
  stop(): Promise<void>;
}

const UNITS = Object.fromEntries(
  ['postfix.service', 'dovecot.service', 'rspamd.service'].map((name) => [name, { command: ['sleep', '3600'] }]),
);

/** One machine that is well, and one that was installed anew: it shows another key than the one that is pinned. */
export async function createDemoMachines(api: ApiClient): Promise<DemoMachines> {
  const [well, renewed] = await Promise.all([startSshMachine({ units: UNITS }), startSshMachine({ units: UNITS })]);
  const [recovery, other] = await Promise.all([place(well, 'Key of the fax gateway'), place(renewed, 'Key of MX 2')]);
  await Promise.all([look(recovery), look(other)]);
  await renewed.rotateHostKey();
  await look(other);
  return {
    recovery,
    async stop() {
      await Promise.all([well.stop(), renewed.stop()]);
    },
  };

  async function place({ username, clientKey, port }: SshMachine, name: string): Promise<object> {
    const login = { kind: 'ssh-key', username, privateKey: clientKey.privateKey };
    const { id } = await api<Credential>('POST', '/credentials', { name, uses: ['recovery'], login });
    return { machine: '127.0.0.1', port, method: 'ssh-systemd', credentialId: id, services: ['postfix.service'] };
  }

  /** Tries the connection, which is when a host key is seen. */
  async function look(connection: object): Promise<void> {
    const { id } = await api<RecoveryCheck>('POST', '/recovery-checks', { kind: 'connection', ...connection });
    const isOver = async () => (await api<RecoveryCheck>('GET', `/recovery-checks/${id}`)).finishedAt !== null;
    await waitFor(isOver, { timeoutMs: 30_000, intervalMs: 100, what: 'a look at the machine' });
  }
}
