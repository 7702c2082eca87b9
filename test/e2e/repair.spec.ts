import type { ActionRun, ActionRunDetail } from '@twotwenty/contracts/action-run';
import type { AuditEntry } from '@twotwenty/contracts/audit';
import type { Credential } from '@twotwenty/contracts/credential';
import type { Device } from '@twotwenty/contracts/device';
import type { HostKey } from '@twotwenty/contracts/host-key';
import type { Page } from '@twotwenty/contracts/http';
import type { Timeline } from '@twotwenty/contracts/incident';
import type { Monitor } from '@twotwenty/contracts/monitor';
import type { RecoveryCheck } from '@twotwenty/contracts/recovery-check';
import { debianPackage } from '@twotwenty/testing/debian-packages';
import { freePort } from '@twotwenty/testing/ports';
import { startSambaMachine, type SambaMachine } from '@twotwenty/testing/samba';
import type { TestServer } from '@twotwenty/testing/server-process';
import { smtpSinkCommand, startSmtpSink } from '@twotwenty/testing/smtp-sink';
import { startSshMachine, type SshMachine } from '@twotwenty/testing/ssh-machine/ssh-machine';
import { temporaryDirectory } from '@twotwenty/testing/temporary-directory';
import { waitFor } from '@twotwenty/testing/wait-for';
import { randomUUID } from 'node:crypto';
import { chmodSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { prepareApps, type AppProcesses } from '../support/app-processes.js';
import { createMigratedDatabase, type MigratedDatabase } from '../support/migrated-database.js';
import { startNoticeReceiver, type NoticeReceiver } from '../support/notice-receiver.js';
import { commandLines, dumpOf } from '../support/secret-search.js';

const UNIT = 'postfix.service';

/** Real apps, a real sshd and a real smbd, and real mail servers that are stopped and started by what they are asked. */
describe('a server that goes down is repaired', () => {
  let database: MigratedDatabase;
  let apps: AppProcesses;
  let linux: SshMachine;
  let linuxPort: number;
  let windows: SambaMachine;
  let exchange: TestServer;
  let receiver: NoticeReceiver;
  /** Restarts the service of the Linux machine. */
  let restarts: Monitor;
  const logs: (() => string)[] = [];

  beforeAll(async () => {
    database = await createMigratedDatabase('repair');
    receiver = await startNoticeReceiver();
    linuxPort = await freePort();
    linux = await startSshMachine({
      units: { [UNIT]: { command: await smtpSinkCommand(linuxPort) } },
      passphrase: 'passphrase of the key',
    });
    exchange = await startSmtpSink();
    windows = await startSambaMachine({ services: { SMTPSVC: exchange } });
    apps = await prepareApps({ databaseUrl: database.url, redisUrl: null });
    const path = `${await sambaFolder()}:${process.env['PATH'] ?? ''}`;
    const started = [apps.start('controller'), apps.start('evaluator', { PATH: path }), apps.start('worker')];
    for (const app of await Promise.all(started)) logs.push(() => app.logs());
    await apps.api('PATCH', '/recovery-settings', { cooldownSeconds: 0, maxPerMachinePerDay: 100 });
  });
  afterAll(async () => {
    await apps.stop();
    await Promise.all([linux.stop(), windows.stop(), exchange.stop(), receiver.close()]);
    await database.drop();
  });

  /** Samba's net out of Debian's package, as if it were installed. */
  async function sambaFolder(): Promise<string> {
    const unpacked = await debianPackage('samba-common-bin');
    const folder = temporaryDirectory('samba-client');
    const program = join(folder, 'net');
    const library = unpacked.env.LD_LIBRARY_PATH;
    writeFileSync(program, `#!/bin/sh\nLD_LIBRARY_PATH='${library}' exec '${unpacked.path('net')}' "$@"\n`);
    chmodSync(program, 0o755);
    return folder;
  }

  async function createCredential(login: object): Promise<string> {
    const body = { name: `Login ${randomUUID()}`, uses: ['recovery'], login };
    return (await apps.api<Credential>('POST', '/credentials', body)).id;
  }

  function keyOfLinux(): Promise<string> {
    const { privateKey, passphrase } = linux.clientKey;
    return createCredential({ kind: 'ssh-key', username: linux.username, privateKey, passphrase });
  }

  async function createMonitor(name: string, port: number, recovery: object): Promise<Monitor> {
    const device = await apps.api<Device>('POST', '/devices', { name, address: '127.0.0.1' });
    return apps.api<Monitor>('POST', '/monitors', {
      deviceId: device.id,
      name,
      target: { host: '127.0.0.1', port },
      timing: { maxTestDurationSeconds: 5, delaySeconds: { up: 0.5, warn: 0.5, down: 0.5, lost: 0.5 } },
      notification: { failuresPerAlert: 2, maxAlerts: 100 },
      recovery,
      // Until its alert is there, lest the first one is raised without.
      enabled: false,
    });
  }

  async function createAlert(monitor: Monitor, actions: object[]): Promise<void> {
    const assignment = { to: 'chosen', monitorIds: [monitor.id] };
    const withIds = actions.map((action) => ({ id: randomUUID(), ...action }));
    await apps.api('POST', '/alerts', { name: `Alert of ${monitor.name}`, assignment, actions: withIds });
    await apps.api('POST', `/monitors/${monitor.id}/enable`);
  }

  async function until(monitor: Monitor, status: Monitor['state']['status']): Promise<void> {
    const isThere = async () => (await apps.api<Monitor>('GET', `/monitors/${monitor.id}`)).state.status === status;
    await waitFor(isThere, { timeoutMs: 40_000, intervalMs: 50, what: `${monitor.name} to be ${status}` });
  }

  /** Those that are for the first alert of their incident: the others are out of range. */
  async function repairsOf(monitor: Monitor): Promise<ActionRun[]> {
    const { items } = await apps.api<Page<ActionRun>>('GET', `/action-runs?monitorId=${monitor.id}&kind=failure`);
    return items.filter(({ isRepair, state }) => isRepair && state !== 'skipped').reverse();
  }

  async function ended(monitor: Monitor, count: number): Promise<ActionRun[]> {
    const all = async () => {
      const runs = await repairsOf(monitor);
      return runs.length >= count && runs.every(({ state }) => !['ready', 'running'].includes(state)) && runs;
    };
    return waitFor<ActionRun[]>(all, { timeoutMs: 30_000, intervalMs: 100, what: 'the repairs to end' });
  }

  function showRun(run: ActionRun | undefined): Promise<ActionRunDetail> {
    return apps.api<ActionRunDetail>('GET', `/action-runs/${run?.id}`);
  }

  async function look(body: object): Promise<RecoveryCheck> {
    const { id } = await apps.api<RecoveryCheck>('POST', '/recovery-checks', body);
    const found = async () => {
      const check = await apps.api<RecoveryCheck>('GET', `/recovery-checks/${id}`);
      return check.finishedAt !== null && check;
    };
    return waitFor<RecoveryCheck>(found, { timeoutMs: 30_000, what: 'the check to end' });
  }

  it('by SSH: down, restarted, up, and everybody can see why', async () => {
    const credentialId = await keyOfLinux();
    const place = { machine: '127.0.0.1', port: linux.port, method: 'ssh-systemd', credentialId };
    // The machine is looked at first, as a person would.
    expect(await look({ kind: 'connection', ...place, services: ['postfix'] })).toMatchObject({ state: 'done' });
    const { services } = await look({ kind: 'services', ...place });
    expect(services.map(({ name }) => name)).toContain(UNIT);
    expect(linux.unit(UNIT).pid).toBeUndefined();

    const monitor = (restarts = await createMonitor('Postfix', linuxPort, { ...place, services: ['postfix'] }));
    const hook = { type: 'webhook', settings: { url: receiver.url } };
    await createAlert(monitor, [{ type: 'restart-services', range: '1', settings: {} }, hook]);
    await until(monitor, 'up');
    // The repair goes on for a moment: it looks whether the service stays.
    await ended(monitor, 1);
    const first = linux.unit(UNIT).pid;
    expect(first).toBeGreaterThan(0);

    await linux.unit(UNIT).kill();
    await until(monitor, 'down');
    await until(monitor, 'up');
    expect(linux.unit(UNIT).pid).not.toBe(first);
    const runs = await ended(monitor, 2);
    expect(runs.map(({ state, error }) => [state, error])).toEqual([
      ['done', null],
      ['done', null],
    ]);

    const { repair, incidentId } = await showRun(runs[1]);
    expect(repair).toMatchObject({ machine: '127.0.0.1', method: 'ssh-systemd', services: ['postfix'], exitStatus: 0 });
    expect(repair?.steps.length).toBeGreaterThan(2);
    expect(repair?.effect).toMatchObject({ outcome: 'answered' });
    const timeline = await apps.api<Timeline>('GET', `/incidents/${incidentId}/timeline`);
    expect(timeline.incident).toMatchObject({ ending: 'recovered' });
    const told = timeline.entries.map((entry) =>
      entry.type === 'event' ? entry.event.type : `${entry.run.actionType} ${entry.run.kind}`,
    );
    expect(told.indexOf('alert-raised')).toBeLessThan(told.indexOf('restart-services failure'));
    expect(told.indexOf('restart-services failure')).toBeLessThan(told.indexOf('recovered'));
    await waitFor(() => Promise.resolve(receiver.received.filter(({ kind }) => kind === 'recovery').length === 2), {
      what: 'the recovery to be told',
    });

    const { items: keys } = await apps.api<Page<HostKey>>('GET', '/host-keys');
    expect(keys).toMatchObject([{ machine: '127.0.0.1', port: linux.port, offered: null }]);
    const { items: uses } = await apps.api<Page<AuditEntry>>('GET', `/audit?subjectId=${credentialId}`);
    expect(uses.map(({ action }) => action)).toContain('credential-used');
  });

  it('by SMB, as Windows machines are', async () => {
    const { username, password, port } = windows;
    const credentialId = await createCredential({ kind: 'password', username, password });
    const place = { machine: '127.0.0.1', port, method: 'windows-rpc', credentialId };
    const monitor = await createMonitor('Exchange', exchange.port, { ...place, services: ['SMTPSVC'] });
    await createAlert(monitor, [{ type: 'restart-services', range: '1', settings: {} }]);
    await until(monitor, 'up');
    await exchange.kill();
    await until(monitor, 'down');
    await until(monitor, 'up');
    const [run] = await ended(monitor, 1);
    expect(run).toMatchObject({ state: 'done', response: expect.stringContaining('SMTPSVC') as unknown });
    expect(exchange.pid).toBeGreaterThan(0);
  });

  it('when somebody releases it, and is rebooted: it goes away and comes back', async () => {
    const place = { machine: '127.0.0.1', port: linux.port, method: 'ssh-systemd', credentialId: await keyOfLinux() };
    const monitor = await createMonitor('Reboots', linuxPort, place);
    // The first monitor must not repair it on the way.
    await apps.api('POST', `/monitors/${restarts.id}/disable`);
    await createAlert(monitor, [{ type: 'reboot-server', range: '1', settings: { approval: true } }]);
    await until(monitor, 'up');
    await linux.unit(UNIT).kill();
    const [waiting] = await ended(monitor, 1);
    expect(waiting?.state).toBe('awaiting-approval');
    expect(linux.calls().filter((call) => call.includes('reboot'))).toEqual([]);
    await apps.api('POST', `/action-runs/${waiting?.id}/approve`);
    const [done] = await waitFor<ActionRun[]>(
      async () => {
        const runs = await repairsOf(monitor);
        return runs.some(({ state }) => state === 'done') && runs;
      },
      { timeoutMs: 30_000, what: 'the reboot' },
    );
    expect(done?.response).toContain('went away');
    await linux.start();
    // Its services do not start with it here: they are repaired.
    await apps.api('POST', `/monitors/${restarts.id}/enable`);
    await until(monitor, 'up');
    const { repair } = await showRun(done);
    expect(repair).toMatchObject({ releasedBy: 'admin', effect: { outcome: 'answered' } });
    expect(repair?.effect?.wentAwayAt).not.toBeNull();
    expect(repair?.effect?.cameBackAt).not.toBeNull();
  });

  it('is not repaired with a changed host key until somebody accepts it', async () => {
    const place = { machine: '127.0.0.1', port: linux.port, method: 'ssh-systemd', credentialId: await keyOfLinux() };
    await linux.rotateHostKey();
    const refused = await look({ kind: 'connection', ...place, services: ['postfix'] });
    expect(refused).toMatchObject({ state: 'failed', code: 'host-key-changed' });
    const { items } = await apps.api<Page<HostKey>>('GET', '/host-keys');
    const key = items.find(({ port }) => port === linux.port);
    await apps.api('POST', `/host-keys/${key?.id}/accept`, { fingerprint: key?.offered?.fingerprint });
    expect(await look({ kind: 'connection', ...place, services: ['postfix'] })).toMatchObject({ state: 'done' });
  });

  it('and no secret is left anywhere', async () => {
    const { privateKey, passphrase } = linux.clientKey;
    const [, line = ''] = privateKey.split('\n');
    const secrets = [line, passphrase, windows.password];
    linux.order({ hang: ['show'] });
    const place = { machine: '127.0.0.1', port: linux.port, method: 'ssh-systemd', credentialId: await keyOfLinux() };
    const { id } = await apps.api<RecoveryCheck>('POST', '/recovery-checks', {
      kind: 'connection',
      ...place,
      services: ['postfix'],
    });
    await waitFor(async () => (await apps.api<RecoveryCheck>('GET', `/recovery-checks/${id}`)).state === 'running', {
      what: 'the check to begin',
    });
    await waitFor(() => linux.sessions() > 0, { what: 'the session' });
    const places = {
      processes: commandLines(),
      database: await dumpOf(database.dataSource),
      logs: logs.map((read) => read()).join('\n'),
    };
    linux.order();
    for (const [where, text] of Object.entries(places)) {
      expect(text.length, where).toBeGreaterThan(100);
      for (const secret of secrets) expect(text.includes(secret), where).toBe(false);
    }
  });
});
