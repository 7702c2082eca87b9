import type { Page as ApiPage } from '@twotwenty/contracts/http';
import type { ActionRun } from '@twotwenty/contracts/action-run';
import type { Alert } from '@twotwenty/contracts/alert';
import type { Credential } from '@twotwenty/contracts/credential';
import type { Device } from '@twotwenty/contracts/device';
import type { Incident } from '@twotwenty/contracts/incident';
import type { Monitor } from '@twotwenty/contracts/monitor';
import { startMailServer } from '@twotwenty/testing/mail-server';
import { closedPort, startScriptedServer } from '@twotwenty/testing/scripted-server';
import { startSmtpSink } from '@twotwenty/testing/smtp-sink';
import { waitFor } from '@twotwenty/testing/wait-for';
import { randomUUID } from 'node:crypto';
import type { ApiClient } from '../../support/app-processes.js';
import { createDemoMachines } from './demo-machines.js';

/** Ids of what was made, for addresses. */
export interface DemoIds {
  readonly deviceId: string;
  readonly monitors: Readonly<Record<'up' | 'warn' | 'down' | 'lost' | 'recovered', string>>;
  readonly alertId: string;
  /** Over, with everything that happened in its timeline. */
  readonly incidentId: string;
  readonly openIncidentId: string;
  readonly runId: string;
}

export interface DemoData {
  readonly ids: DemoIds;
  stop(): Promise<void>;
}

/** Long enough that nothing changes by itself while it is looked at. */
const STEADY = { up: 3600, warn: 3600, down: 3600, lost: 3600 };
const QUICK = { up: 0.5, warn: 0.5, down: 0.5, lost: 0.5 };

/** Real servers in every condition and what watches them, each with the same name every time; returns once all states are reached. */
export async function createDemoData(api: ApiClient): Promise<DemoData> {
  const [gateway, relay, returning] = await Promise.all([startMailServer(), startSmtpSink(), startSmtpSink()]);
  const refusing = await startScriptedServer(async (peer) => {
    await peer.send('554 mx3.example.com no SMTP service here\r\n');
    peer.close();
  });
  const [nowhere, machines] = await Promise.all([closedPort(), createDemoMachines(api)]);
  const make = new Maker(api);
  const berlin = await make.device('Berlin mail gateway', ['gateway', 'berlin']);
  const frankfurt = await make.device('Frankfurt relays', ['relay']);
  const office = await make.device('Exchange in the office', ['office']);

  const alert = await make.alert();
  await make.failingAlert(office.tags);
  const returns = await make.monitor(frankfurt, 'Relay 2', returning.port, { delays: QUICK, failuresPerAlert: 1 });
  const others = await Promise.all([
    make.monitor(berlin, 'Inbound MX', gateway.port),
    make.monitor(frankfurt, 'Relay 1', relay.port),
    make.monitor(berlin, 'Submission', refusing.port, { failuresPerAlert: 3 }),
    make.monitor(office, 'Exchange SMTP', nowhere, {
      failuresPerAlert: 1,
      maxAlerts: 3,
      recovery: await make.recovery(),
    }),
    make.monitor(office, 'Fax gateway', nowhere, {
      failuresPerAlert: 1,
      maxAlerts: 1,
      recovery: machines.recovery,
    }),
  ]);
  const [up, , warn, down, lost] = others.map(({ id }) => id) as [string, string, string, string, string];
  const suspended = await make.monitor(frankfurt, 'Relay 3 (being moved)', relay.port);
  await api('POST', `/monitors/${suspended.id}/suspend`, { forSeconds: 7 * 24 * 3600 });
  await make.monitor(office, 'Old mail server', nowhere, { enabled: false });
  await make.maintenance(frankfurt);

  await make.until(returns, 'up');
  await returning.stop();
  await make.until(returns, 'down');
  await returning.start();
  await make.until(returns, 'up');
  await api('PATCH', `/monitors/${returns.id}`, { timing: { delaySeconds: STEADY } });
  const expected = ['up', 'up', 'warn', 'down', 'lost'] as const;
  for (const [index, monitor] of others.entries()) await make.until(monitor, expected[index] ?? 'up');

  const ids: DemoIds = {
    deviceId: berlin.id,
    monitors: { up, warn, down, lost, recovered: returns.id },
    alertId: alert.id,
    incidentId: await make.incidentOf(returns.id),
    openIncidentId: await make.incidentOf(down),
    runId: await make.runOf(down),
  };
  await make.failedNotice();
  return {
    ids,
    async stop() {
      refusing.stop();
      await Promise.all([gateway, relay, returning, machines].map((server) => server.stop()));
    },
  };
}

interface MonitorSettings {
  readonly delays?: typeof STEADY;
  readonly failuresPerAlert?: number;
  readonly maxAlerts?: number;
  readonly enabled?: boolean;
  readonly recovery?: object | null;
  readonly host?: string;
}

/** Makes things by the API, in few words. */
export class Maker {
  constructor(private readonly api: ApiClient) {}

  device(name: string, tags: readonly string[] = []): Promise<Device> {
    return this.api<Device>('POST', '/devices', { name, address: '127.0.0.1', tags });
  }

  monitor(device: Device, name: string, port: number, settings: MonitorSettings = {}): Promise<Monitor> {
    const { delays = STEADY, failuresPerAlert = 3, maxAlerts = 3, enabled = true, recovery = null } = settings;
    return this.api<Monitor>('POST', '/monitors', {
      deviceId: device.id,
      name,
      enabled,
      recovery,
      target: { host: settings.host ?? '127.0.0.1', port },
      timing: { maxTestDurationSeconds: 5, delaySeconds: delays },
      notification: { failuresPerAlert, maxAlerts },
      tags: device.tags,
    });
  }

  /** Who is told what, and what is repaired once somebody allows it. */
  alert(): Promise<Alert> {
    return this.api<Alert>('POST', '/alerts', {
      name: 'Mail team on call',
      assignment: { to: 'all' },
      actions: [
        { id: randomUUID(), type: 'text-log', settings: { file: 'mail-team.log' } },
        { id: randomUUID(), type: 'restart-services', range: '1', settings: { approval: true } },
      ],
    });
  }

  /** Whom nobody can tell: its notices fail at once. */
  failingAlert(tags: readonly string[]): Promise<Alert> {
    return this.api<Alert>('POST', '/alerts', {
      name: 'Pager of the office',
      assignment: { to: 'chosen', tags },
      actions: [{ id: randomUUID(), type: 'external-process', settings: { program: 'page-the-office' } }],
    });
  }

  async recovery(): Promise<object> {
    const login = { kind: 'password', username: 'CORP\\mail-operator', password: 'a password of the tests' };
    const credential = { name: 'Mail operator', uses: ['recovery'], login };
    const { id } = await this.api<Credential>('POST', '/credentials', credential);
    return { machine: '127.0.0.1', method: 'windows-rpc', credentialId: id, services: ['SMTPSVC'] };
  }

  async maintenance(device: Device): Promise<void> {
    const rule = 'FREQ=MONTHLY;BYDAY=2TU';
    const window = {
      kind: 'recurring',
      timeZone: 'Europe/Berlin',
      from: '2026-01-13T22:00',
      to: '2026-01-13T23:30',
      rule,
    };
    const assignment = { to: 'chosen', deviceIds: [device.id] };
    await this.api('POST', '/maintenance-windows', { name: 'Patch night', mode: 'mute', window, assignment });
  }

  until(monitor: Monitor, status: Monitor['state']['status']): Promise<unknown> {
    const isThere = async () => (await this.api<Monitor>('GET', `/monitors/${monitor.id}`)).state.status === status;
    return waitFor(isThere, { timeoutMs: 30_000, intervalMs: 100, what: `${monitor.name} to be ${status}` });
  }

  incidentOf(monitorId: string): Promise<string> {
    const first = async () =>
      (await this.api<ApiPage<Incident>>('GET', `/incidents?monitorId=${monitorId}`)).items[0]?.id;
    return waitFor(first, { timeoutMs: 10_000, what: 'the incident' });
  }

  /** Once it is decided whether it waits for somebody. */
  runOf(monitorId: string): Promise<string> {
    const repair = async () =>
      (await this.api<ApiPage<ActionRun>>('GET', `/action-runs?monitorId=${monitorId}`)).items.find(
        ({ state }) => state === 'awaiting-approval',
      )?.id;
    return waitFor(repair, { timeoutMs: 15_000, what: 'the repair to wait for somebody' });
  }

  anyRunOf(monitorId: string): Promise<string> {
    const first = async () =>
      (await this.api<ApiPage<ActionRun>>('GET', `/action-runs?monitorId=${monitorId}`)).items[0]?.id;
    return waitFor(first, { timeoutMs: 15_000, what: 'an action' });
  }

  /** Once a notice has failed. */
  failedNotice(): Promise<unknown> {
    const hasFailed = async () =>
      (await this.api<ApiPage<ActionRun>>('GET', '/action-runs?state=failed')).items.length > 0;
    return waitFor(hasFailed, { timeoutMs: 15_000, what: 'a notice to fail' });
  }
}
