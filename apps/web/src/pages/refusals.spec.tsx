import { actionSchema, alertInputSchema } from '@twotwenty/contracts/alert';
import { CREDENTIAL_KINDS, credentialInputSchema } from '@twotwenty/contracts/credential';
import { deviceInputSchema } from '@twotwenty/contracts/device';
import { downtimeInputSchema } from '@twotwenty/contracts/downtime';
import { suspensionInputSchema } from '@twotwenty/contracts/hold';
import { passwordChangeSchema } from '@twotwenty/contracts/http';
import { maintenanceInputSchema } from '@twotwenty/contracts/maintenance';
import { monitorInputSchema } from '@twotwenty/contracts/monitor';
import { bulkInputSchema } from '@twotwenty/contracts/monitor-bulk';
import { probeCheckInputSchema } from '@twotwenty/contracts/probe-check';
import { recoveryCheckInputSchema } from '@twotwenty/contracts/recovery-check';
import { recoverySettingsPatchSchema } from '@twotwenty/contracts/recovery-settings';
import { siteInputSchema } from '@twotwenty/contracts/site';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { otherProblems } from '../form/field-problems.js';
import { SUSPENSION_FIELDS, SuspensionFields } from '../holds/SuspendDialog.js';
import { ActionBody } from './alert-editor/ActionBody.js';
import { ACTION_KINDS, ACTION_TYPES } from './alert-editor/action-kinds.js';
import { NEW_ALERT, newAction, type ActionDraft } from './alert-editor/alert-draft.js';
import { Identification } from './alert-editor/AlertEditor.js';
import { isAtField, ProblemsContext } from './alert-editor/problems.js';
import { newSettings, type FieldSpec, type SettingsDraft } from './alert-editor/settings-draft.js';
import { WhoCard } from './alert-editor/WhoCard.js';
import { NEW_CREDENTIAL } from './credentials/credential-draft.js';
import { CredentialFields, SHOWN_FIELDS } from './credentials/CredentialFields.js';
import { DEVICE_FIELDS, DeviceFields } from './devices/DeviceDialog.js';
import { newDraft } from './maintenance/maintenance-draft.js';
import { MAINTENANCE_FIELDS, MaintenanceFields } from './maintenance/MaintenanceDialog.js';
import { REPEATS } from './maintenance/repeats.js';
import { fieldOf } from './monitor-editor/editor-problems.js';
import { IdentificationSection } from './monitor-editor/IdentificationSection.js';
import { newMonitorValues } from './monitor-editor/new-monitor.js';
import { NotificationSection } from './monitor-editor/NotificationSection.js';
import { RecoverySection } from './monitor-editor/RecoverySection.js';
import { TestNow } from './monitor-editor/TestNow.js';
import { TestSection } from './monitor-editor/TestSection.js';
import { TimingSection } from './monitor-editor/TimingSection.js';
import { BULK_FIELDS, BulkFields } from './monitors/bulk/BulkDialog.js';
import { CHECK_FIELDS } from './monitor-recovery/check-refusals.js';
import { LimitFields } from './recovery/LimitFields.js';
import { LIMIT_FIELDS } from './recovery/limits.js';
import { ReasonField, STOP_FIELDS } from './recovery/StopSwitch.js';
import { type Rendering, unsaid } from './refusals.fixture.js';
import { fieldsOf } from './schema-paths.fixture.js';
import { PASSWORD_FIELDS, PasswordFields } from './settings/PasswordCard.js';
import { outageDraftOf, OUTAGE_FIELDS } from './simulator/outage-draft.js';
import { OutageFields } from './simulator/OutageForm.js';
import { SITE_FIELDS, SiteFields } from './sites/AddSite.js';
import { EMPTY_DRAFT, FIRST_CHANNELS, FIRST_FIELDS } from './welcome/first-draft.js';
import { FirstFields } from './welcome/FirstForm.js';

interface Form {
  readonly name: string;
  /** Of the API, by its names. */
  readonly fields: readonly string[];
  /** Fields of the API that nobody types there, such as ids that the page makes. */
  readonly notTyped?: RegExp;
  /** Which of them the form claims to show; the rest is said below it. */
  readonly shown: readonly string[];
  /** In all states that are needed to see all fields. */
  readonly renderings: readonly Rendering[];
}

const NEVER = '0'.repeat(96);
const EMPTY_WEEK = {
  monday: NEVER,
  tuesday: NEVER,
  wednesday: NEVER,
  thursday: NEVER,
  friday: NEVER,
  saturday: NEVER,
  sunday: NEVER,
};

const ID = '018f0000-0000-7000-8000-000000000000';
const ignore = (): void => undefined;
const monitor = {
  ...newMonitorValues({ sites: ['default'] }),
  tags: ['a'],
  dependsOn: [ID],
  'recovery.services': ['a'],
};
const idle = { start: ignore, check: undefined, isRunning: false, error: null, isOutdated: false, refused: null };
const monitorForm = (problems: ReadonlyMap<string, string>) => ({ values: monitor, problems, change: ignore });
const monitorFields = fieldsOf(monitorInputSchema);

const FORMS: readonly Form[] = [
  {
    name: 'a device',
    fields: fieldsOf(deviceInputSchema),
    shown: DEVICE_FIELDS,
    renderings: [
      (problems) => (
        <DeviceFields draft={{ name: '', address: '', tags: ['a'] }} problems={problems} onChange={ignore} />
      ),
    ],
  },
  {
    name: 'a site',
    fields: fieldsOf(siteInputSchema),
    shown: SITE_FIELDS,
    renderings: [
      (problems) => <SiteFields draft={{ name: '', description: '' }} problems={problems} onChange={ignore} />,
    ],
  },
  {
    name: 'a credential',
    fields: fieldsOf(credentialInputSchema),
    shown: SHOWN_FIELDS,
    renderings: CREDENTIAL_KINDS.map((kind) => (problems) => (
      <CredentialFields draft={{ ...NEW_CREDENTIAL, kind }} problems={problems} onChange={ignore} />
    )),
  },
  {
    name: 'a maintenance window',
    fields: fieldsOf(maintenanceInputSchema),
    shown: MAINTENANCE_FIELDS,
    renderings: REPEATS.map((repeats) => (problems) => (
      <MaintenanceFields
        draft={{
          ...newDraft('UTC'),
          from: '2026-01-01T00:00',
          to: '2026-01-01T01:00',
          repeats,
          monitorIds: [ID],
          deviceIds: [ID],
          tags: ['a'],
        }}
        problems={problems}
        onChange={ignore}
      />
    )),
  },
  {
    name: 'a monitor',
    fields: monitorFields,
    shown: monitorFields.filter((field) => fieldOf(field, monitor) !== null),
    renderings: [
      (problems) => <IdentificationSection form={monitorForm(problems)} monitorId={null} />,
      (problems) => <TestSection form={monitorForm(problems)} sites={[]} testNow={idle} />,
      (problems) => <TimingSection form={monitorForm(problems)} />,
      (problems) => <NotificationSection form={monitorForm(problems)} />,
      (problems) => <RecoverySection form={monitorForm(problems)} />,
    ],
  },
  {
    name: 'a test before saving',
    // The settings are those of the monitor.
    fields: fieldsOf(probeCheckInputSchema),
    notTyped: /^target|^maxTestDurationSeconds/,
    shown: ['site'],
    renderings: [
      (problems) => (
        <TestNow
          form={monitorForm(new Map())}
          sites={[]}
          control={{ ...idle, refused: { problems, values: monitor } }}
        />
      ),
    ],
  },
  {
    name: 'a look at a machine',
    fields: fieldsOf(recoveryCheckInputSchema.options[1]),
    // Chosen by buttons.
    notTyped: /^(kind|task)$/,
    shown: CHECK_FIELDS,
    renderings: [
      (problems) => (
        <RecoverySection
          form={monitorForm(new Map([...problems].map(([field, problem]) => [`recovery.${field}`, problem])))}
        />
      ),
    ],
  },
  {
    name: 'a suspension',
    fields: fieldsOf(suspensionInputSchema),
    shown: SUSPENSION_FIELDS,
    renderings: [
      (problems) => (
        <SuspensionFields choice={{ duration: 'until', until: '' }} problems={problems} onChange={ignore} />
      ),
    ],
  },
  {
    name: 'an action on many monitors',
    fields: fieldsOf(bulkInputSchema),
    // Which action, and for whom, was chosen before.
    notTyped: /^(action|ids|filter)(\.|$)/,
    shown: BULK_FIELDS,
    renderings: (['suspend', 'add-tags', 'add-to-alert'] as const).map((action) => (problems) => (
      <BulkFields
        action={action}
        typed={{ seconds: '3600', tags: 'a', alertId: ID }}
        problems={problems}
        onChange={ignore}
      />
    )),
  },
  {
    name: 'the guard rails of repairs',
    fields: fieldsOf(recoverySettingsPatchSchema),
    // A switch of its own.
    notTyped: /^stopped$/,
    shown: [...LIMIT_FIELDS, ...STOP_FIELDS],
    renderings: [
      (problems) => (
        <>
          <LimitFields
            limits={{ cooldownSeconds: '', maxPerMachinePerDay: '' }}
            problems={problems}
            onChange={ignore}
          />
          <ReasonField reason="" problems={problems} onChange={ignore} />
        </>
      ),
    ],
  },
  {
    name: 'the password',
    fields: fieldsOf(passwordChangeSchema),
    shown: PASSWORD_FIELDS,
    renderings: [
      (problems) => (
        <PasswordFields
          draft={{ currentPassword: '', newPassword: '', again: '' }}
          problems={problems}
          onChange={ignore}
        />
      ),
    ],
  },
  {
    name: 'an outage that is played through',
    fields: ['monitorId', ...fieldsOf(downtimeInputSchema)],
    shown: OUTAGE_FIELDS,
    renderings: [
      (problems) => (
        <OutageFields
          draft={outageDraftOf({
            monitorId: ID,
            outage: { startsAt: '2026-01-01T00:00:00Z', lengthSeconds: 60, testDurationSeconds: 0 },
          })}
          problems={problems}
          onChange={ignore}
        />
      ),
    ],
  },
  {
    name: 'the set-up',
    fields: FIRST_FIELDS,
    shown: FIRST_FIELDS,
    renderings: FIRST_CHANNELS.map((channel) => (problems) => (
      <FirstFields draft={{ ...EMPTY_DRAFT, channel }} problems={problems} onChange={ignore} />
    )),
  },
  {
    name: 'an alert',
    fields: fieldsOf(alertInputSchema).filter((field) => !field.startsWith('actions.')),
    // Switches that know on and off alone; the actions have forms of their own.
    notTyped: /^(enabled|siteAlerts|actions|assignment\.to)$/,
    shown: fieldsOf(alertInputSchema).filter(isAtField),
    renderings: [
      (problems) => (
        <ProblemsContext value={problems}>
          <Identification draft={NEW_ALERT} onChange={ignore} />
          <WhoCard
            draft={{ ...NEW_ALERT, assignment: { to: 'chosen', monitorIds: [ID], deviceIds: [ID], tags: ['a'] } }}
            monitors={undefined}
            onChange={ignore}
          />
        </ProblemsContext>
      ),
    ],
  },
  ...ACTION_TYPES.map(actionForm),
];

/** The form of an action of one kind. */
function actionForm(type: ActionDraft['type']): Form {
  const schema = actionSchema.options.find(({ shape }) => shape['type'].safeParse(type).success);
  const fields = schema === undefined ? [] : fieldsOf(schema).map((field) => `actions.0.${field}`);
  const action = { ...newAction(type), id: '0', schedule: { timeZone: 'UTC', days: EMPTY_WEEK } };
  return {
    name: `the action ${type}`,
    fields,
    // The page makes the id; the rest are switches that know on and off alone. PagerDuty groups by itself.
    notTyped:
      type === 'pagerduty' ? /\.(id|type|enabled|ignoreSchedule|groupSeconds)$/ : /\.(id|type|enabled|ignoreSchedule)$/,
    shown: fields.filter(isAtField),
    renderings: settingsOf(ACTION_KINDS[type].fields).map((settings) => (problems) => (
      <ProblemsContext value={problems}>
        <ActionBody action={{ ...action, settings }} all={[]} path="actions.0" onChange={ignore} />
      </ProblemsContext>
    )),
  };
}

/** Settings with one of everything in them, once for each thing that can be chosen: fields come and go with that. */
function settingsOf(specs: readonly FieldSpec[]): SettingsDraft[] {
  const usual = newSettings(specs);
  const full = Object.fromEntries(
    specs.map((spec) => [
      spec.name,
      spec.kind === 'rows' ? settingsOf(spec.fields).slice(0, 1) : (usual[spec.name] ?? ''),
    ]),
  );
  const others = specs.flatMap((spec): SettingsDraft[] => {
    if (spec.kind === 'choice') return spec.options.map(({ value }) => ({ ...full, [spec.name]: value }));
    if (spec.kind === 'rows') return settingsOf(spec.fields).map((row) => ({ ...full, [spec.name]: [row] }));
    return [];
  });
  return [full, ...others, ...others.flatMap((settings) => othersOf(specs, settings))];
}

/** The same once more, for fields that come with two choices. */
function othersOf(specs: readonly FieldSpec[], settings: SettingsDraft): SettingsDraft[] {
  return specs.flatMap((spec) =>
    spec.kind === 'choice' ? spec.options.map(({ value }) => ({ ...settings, [spec.name]: value })) : [],
  );
}

describe('what the API refuses is said at its field', () => {
  // Node has none before version 21.
  beforeAll(() => {
    vi.stubGlobal('navigator', { language: 'en-GB' });
  });
  afterAll(() => {
    vi.unstubAllGlobals();
  });

  it.each(FORMS)('of $name', ({ fields, notTyped, shown, renderings }) => {
    const typed = fields.filter((field) => notTyped?.test(field) !== true);
    expect(typed.length).toBeGreaterThan(0);
    expect(unsaid(typed, renderings)).toEqual([]);
    // What is said at a field is not said again below the form, and nothing else is left out there.
    expect(otherProblems(new Map(typed.map((field) => [field, 'is wrong'])), shown)).toEqual([]);
  });
});
