import { describe, expect, it } from 'vitest';
import { alertInputSchema, type StoredAction } from './alert.js';
import { alertWarnings, coverageWarnings, relayHosts, relayWarnings, type WarnableMonitor } from './alert-warnings.js';
import { recoverySchema, type RecoveryParameters } from './recovery.js';

const id = (digit: number): string => `00000000-0000-4000-8000-00000000000${digit}`;
const monitor = (name: string, maxAlerts: number, recovery: WarnableMonitor['recovery'] = null): WarnableMonitor => ({
  id: name,
  deviceId: 'd',
  tags: ['mx'],
  deviceTags: [],
  name,
  maxAlerts,
  recovery,
});

/** Where the repairs of a monitor act. */
const at = (fields: object = {}): RecoveryParameters =>
  recoverySchema.parse({
    machine: 'mx1',
    method: 'ssh-systemd',
    credentialId: id(7),
    services: ['postfix'],
    ...fields,
  });

/** The warnings about an alert to all with these actions, as lines. */
function warningsOf(actions: object[], monitors = [monitor('MX 1', 3)]): string[] {
  const input = {
    name: 'x',
    assignment: { to: 'all' },
    actions: actions.map((action, index) => ({
      id: id(index + 1),
      type: 'slack',
      settings: { url: 'https://x' },
      ...action,
    })),
  };
  return alertWarnings(alertInputSchema.parse(input), monitors).map(({ field, message }) => `${field} ${message}`);
}

describe('alertWarnings', () => {
  it('has none for what is meant', () => {
    expect(warningsOf([{}, { range: '3-' }])).toEqual([]);
  });

  it.each<[object, string]>([
    [{ range: '4-' }, 'actions.0.range 4- is never reached: no monitor it serves raises more than 3 alerts'],
    [{ range: '1,5' }, 'actions.0.range 5 is never reached: no monitor it serves raises more than 3 alerts'],
    [
      { onFailure: { subject: '{{monitr}}', text: '{{state}}' } },
      'actions.0.onFailure.subject {{monitr}} is no token and stays as written',
    ],
    [
      { onRecovery: { subject: 's', text: '{{up time}}' } },
      'actions.0.onRecovery.text {{up time}} is no token and stays as written',
    ],
    [{ onFailure: null, onRecovery: null }, 'actions.0.onFailure is off, and so is onRecovery: it is never run'],
    [
      { onFailure: null },
      'actions.0.onRecovery is sent after a failure notice of the same action only, and onFailure is off',
    ],
    [{ enabled: false }, 'actions has no action that is enabled: nobody is told'],
    [
      {
        schedule: {
          timeZone: 'UTC',
          days: Object.fromEntries(
            ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'].map((day) => [
              day,
              '0'.repeat(96),
            ]),
          ),
        },
      },
      'actions.0.schedule has no quarter hour that is on: the action is never run',
    ],
  ])('about an action with %j', (action, warning) => {
    expect(warningsOf([action])).toEqual([warning]);
  });

  it('names the monitors that raise too few alerts for a range', () => {
    const monitors = ['A', 'B', 'C', 'D', 'E'].map((name) => monitor(name, 1));
    expect(warningsOf([{ range: '2-' }], [monitor('MX', 3), ...monitors])).toEqual([
      'actions.0.range 2- is never reached by "A" (1 at most), "B" (1 at most), "C" (1 at most) and 2 more, which raise too few alerts',
    ]);
    expect(warningsOf([{ range: '2-' }], monitors)).toEqual([
      'actions.0.range 2- is never reached: no monitor it serves raises more than 1 alert',
    ]);
  });

  it('about an action that is to stand in and can not', () => {
    expect(warningsOf([{ fallbackActionId: id(2) }, { enabled: false }])).toEqual([
      'actions.0.fallbackActionId is an action that is disabled: it can not stand in',
    ]);
  });

  it('about an alert that serves nobody or does nothing', () => {
    expect(warningsOf([], [])).toEqual([
      'assignment serves no monitor: nobody is told',
      'actions has no action that is enabled: nobody is told',
    ]);
  });
});

describe('alertWarnings about repairs', () => {
  const program = { type: 'recovery-program', settings: { program: 'repair.sh' } };
  const ready = monitor('Ready', 3, at());
  const monitors = [
    ready,
    monitor('Nowhere', 3),
    monitor('Nobody', 3, at({ credentialId: null })),
    monitor('Nothing', 3, at({ services: [] })),
  ];

  it.each([
    ['restart-services', {}],
    ['reboot-server', {}],
    ['recovery-program', program.settings],
    ['recovery-program', { ...program.settings, passCredential: true }],
  ])('has none where %s with %j finds what it needs', (type, settings) => {
    expect(warningsOf([{ type, settings }], [ready])).toEqual([]);
  });

  it.each<[object, string[]]>([
    [
      { type: 'restart-services', settings: {} },
      ['"Nowhere": no machine is named', '"Nobody": no credential is named', '"Nothing": no services are named'],
    ],
    [{ type: 'reboot-server', settings: {} }, ['"Nowhere": no machine is named', '"Nobody": no credential is named']],
    [program, []],
    [
      { ...program, settings: { ...program.settings, passCredential: true } },
      ['"Nowhere", "Nobody": no credential is named'],
    ],
  ])('names what monitors lack for %j', (action, lacking) => {
    expect(warningsOf([action], monitors)).toEqual(
      lacking.map((what) => `actions.0.type is refused for ${what} in the recovery parameters`),
    );
  });

  it('names three monitors and how many more', () => {
    const many = ['A', 'B', 'C', 'D', 'E'].map((name) => monitor(name, 3));
    expect(warningsOf([{ type: 'reboot-server', settings: {} }], many)).toEqual([
      'actions.0.type is refused for "A", "B", "C" and 2 more: no machine is named in the recovery parameters',
    ]);
  });

  it('looks at range, schedule and fallback as for all others', () => {
    const repair = { type: 'reboot-server', settings: {} };
    expect(warningsOf([{ ...repair, range: '4-', fallbackActionId: id(2) }, { enabled: false }], [ready])).toEqual([
      'actions.0.range 4- is never reached: no monitor it serves raises more than 3 alerts',
      'actions.0.fallbackActionId is an action that is disabled: it can not stand in',
    ]);
  });
});

describe('relayWarnings', () => {
  const alert = {
    actions: [
      { type: 'slack', settings: { relays: [{ host: 'mx1.example.com' }] } },
      { type: 'email', settings: { relays: [{ host: 'out.example.net' }, { host: 'MX1.example.com' }] } },
    ] as unknown as StoredAction[],
  };

  it('names the monitor of a relay', () => {
    expect(relayHosts(alert)).toEqual(['out.example.net', 'mx1.example.com']);
    expect(relayWarnings(alert, new Map([['mx1.example.com', 'MX 1']]))).toEqual([
      {
        field: 'actions.1.settings.relays.1.host',
        message: 'is monitored itself, by "MX 1": while it is down, this relay takes no mail',
      },
    ]);
    expect(relayWarnings(alert, new Map())).toEqual([]);
  });
});

describe('coverageWarnings', () => {
  const alert = (...enabled: boolean[]) => ({
    enabled: true,
    actions: enabled.map((is) => ({ enabled: is }) as StoredAction),
  });

  it('says when nobody is told', () => {
    const lines = (...alerts: ReturnType<typeof alert>[]) => coverageWarnings(alerts).map(({ message }) => message);
    expect(lines()).toEqual(['no alert serves this monitor: nobody is told']);
    expect(lines(alert(), alert(false))).toEqual([
      'no alert of this monitor has an action that is enabled: nobody is told',
    ]);
    expect(lines(alert(), alert(false, true))).toEqual([]);
    expect(lines({ ...alert(true), enabled: false })).toEqual([
      'every alert that serves this monitor is disabled: nobody is told',
    ]);
  });

  it('says when there are repairs, and nobody is told of them', () => {
    const repairs = { enabled: true, actions: [{ enabled: true, type: 'reboot-server' } as StoredAction] };
    const lines = (...alerts: ReturnType<typeof alert>[]) => coverageWarnings(alerts).map(({ message }) => message);
    expect(lines(repairs, alert(false))).toEqual(['the alerts of this monitor have repairs only: nobody is told']);
    expect(lines(repairs, alert(true))).toEqual([]);
  });
});
