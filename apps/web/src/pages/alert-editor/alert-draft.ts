import { alertInputSchema, isRepair, type ActionView, type Alert } from '@twotwenty/contracts/alert';
import type { z } from 'zod';
import { ACTION_KINDS, type ActionType } from './action-kinds.js';
import { newId } from './new-id.js';
import {
  missingFields,
  newSettings,
  settingsDraftOf,
  withNewSecrets,
  withoutSecrets,
  WRITE_SECRET,
  writtenSettings,
  type SettingsDraft,
  type WriteSecret,
} from './settings-draft.js';

type Assignment = Alert['assignment'];
export type Schedule = NonNullable<ActionView['schedule']>;

/** Whom an alert serves; who changes to all monitors and back finds what was chosen. */
export interface AssignmentDraft {
  readonly to: Assignment['to'];
  readonly monitorIds: readonly string[];
  readonly deviceIds: readonly string[];
  readonly tags: readonly string[];
}

/** A template; one that is switched off keeps its words. */
export interface TemplateDraft {
  readonly isOn: boolean;
  readonly subject: string;
  readonly text: string;
}

/** What an action that tells somebody has besides. */
export interface NoticeDraft {
  readonly onFailure: TemplateDraft;
  readonly onRecovery: TemplateDraft;
  /** Whether recoveries are told outside the schedule too. */
  readonly ignoreSchedule: boolean;
  /** Empty text: nothing is typed. */
  readonly groupSeconds: number | string;
}

export interface ActionDraft {
  readonly id: string;
  readonly type: ActionType;
  readonly enabled: boolean;
  /** As it is typed: `1-3`, `2,5-`. */
  readonly range: string;
  /** Null: at any time. */
  readonly schedule: Schedule | null;
  readonly fallbackActionId: string | null;
  /** Null for a repair. */
  readonly notice: NoticeDraft | null;
  readonly settings: SettingsDraft;
}

export interface AlertDraft {
  readonly name: string;
  readonly enabled: boolean;
  readonly siteAlerts: boolean;
  readonly assignment: AssignmentDraft;
  readonly actions: readonly ActionDraft[];
}

/** What the form for a new alert begins with. */
export const NEW_ALERT: AlertDraft = {
  name: '',
  enabled: true,
  siteAlerts: false,
  assignment: { to: 'all', monitorIds: [], deviceIds: [], tags: [] },
  actions: [],
};

/** What the contract fills in where nothing is said; the settings are made by the kind. */
const DEFAULTS = alertInputSchema.parse({
  name: 'x',
  actions: [{ id: '00000000-0000-4000-8000-000000000000', type: 'text-log', settings: { file: 'x' } }],
}).actions[0];

/** An action that was just added, with what is usual. */
export function newAction(type: ActionType): ActionDraft {
  if (DEFAULTS === undefined || isRepair(DEFAULTS)) throw new Error('a text log tells somebody');
  const { range, schedule, onFailure, onRecovery } = DEFAULTS;
  const isNotice = ACTION_KINDS[type].group !== 'Repair';
  return {
    id: newId(),
    type,
    enabled: true,
    range,
    schedule,
    fallbackActionId: null,
    notice: isNotice ? noticeDraftOf({ onFailure, onRecovery, groupSeconds: 0 }, onFailure, onRecovery) : null,
    settings: newSettings(ACTION_KINDS[type].fields),
  };
}

/** What the form for a stored alert begins with: all its secrets are kept. */
export function alertDraftOf({ name, enabled, siteAlerts, assignment, actions }: Alert): AlertDraft {
  const chosen = assignment.to === 'chosen' ? assignment : NEW_ALERT.assignment;
  const { monitorIds, deviceIds, tags } = chosen;
  return {
    name,
    enabled,
    siteAlerts,
    assignment: { to: assignment.to, monitorIds, deviceIds, tags },
    actions: actions.map(actionDraftOf),
  };
}

function actionDraftOf(action: ActionView): ActionDraft {
  const { id, type, enabled, range, schedule, fallbackActionId, settings } = action;
  const usual = newAction(type).notice;
  const notice = isRepair(action) || usual === null ? null : noticeDraftOf(action, usual.onFailure, usual.onRecovery);
  const fields = settingsDraftOf(ACTION_KINDS[type].fields, settings);
  return { id, type, enabled, range, schedule, fallbackActionId, notice, settings: fields };
}

interface Words {
  readonly subject: string;
  readonly text: string;
}

interface StoredNotice {
  readonly onFailure: Words | null;
  readonly onRecovery: (Words & { readonly ignoreSchedule: boolean }) | null;
  readonly groupSeconds: number;
}

/** @param failure words to begin with where none are stored @param recovery the same of recoveries */
function noticeDraftOf(stored: StoredNotice, failure: Words | null, recovery: Words | null): NoticeDraft {
  return {
    onFailure: templateDraftOf(stored.onFailure, failure),
    onRecovery: templateDraftOf(stored.onRecovery, recovery),
    ignoreSchedule: stored.onRecovery?.ignoreSchedule ?? false,
    groupSeconds: stored.groupSeconds,
  };
}

function templateDraftOf(stored: Words | null, usual: Words | null): TemplateDraft {
  const { subject = '', text = '' } = stored ?? usual ?? {};
  return { isOn: stored !== null, subject, text };
}

/** An alert as it is sent: new secrets are texts. */
export type WrittenAlert = z.input<typeof alertInputSchema>;

/** What the API is sent. @param writeSecret how secrets are written */
export function writtenAlert(draft: AlertDraft, writeSecret: WriteSecret = WRITE_SECRET): unknown {
  const { name, enabled, siteAlerts, assignment, actions } = draft;
  const { to, monitorIds, deviceIds, tags } = assignment;
  return {
    name,
    enabled,
    siteAlerts,
    assignment: to === 'all' ? { to } : { to, monitorIds, deviceIds, tags },
    actions: actions.map((action) => writtenAction(action, writeSecret)),
  };
}

/** One action of it. */
export function writtenAction({ notice, settings, ...common }: ActionDraft, writeSecret: WriteSecret): object {
  const { fields } = ACTION_KINDS[common.type];
  return {
    ...common,
    ...(notice === null ? {} : writtenNotice(notice)),
    settings: writtenSettings(fields, settings, writeSecret),
  };
}

function writtenNotice({ onFailure, onRecovery, ignoreSchedule, groupSeconds }: NoticeDraft): object {
  const words = ({ subject, text }: TemplateDraft) => ({ subject, text });
  return {
    onFailure: onFailure.isOn ? words(onFailure) : null,
    onRecovery: onRecovery.isOn ? { ...words(onRecovery), ignoreSchedule } : null,
    groupSeconds: groupSeconds === '' ? null : groupSeconds,
  };
}

/** Where something is needed and nothing was typed, by the paths of the API. */
export function missingInAlert({ actions }: AlertDraft): ReadonlyMap<string, string> {
  return new Map(
    actions.flatMap(({ type, notice, settings }, index) => [
      ...missingFields(ACTION_KINDS[type].fields, settings, `actions.${index}.settings`),
      ...(notice?.groupSeconds === '' ? [[`actions.${index}.groupSeconds`, 'must not be empty'] as const] : []),
    ]),
  );
}

/** The draft as it may be kept outside the page: without secrets. */
export function alertWithoutSecrets(draft: AlertDraft): AlertDraft {
  const actions = draft.actions.map((action) => ({ ...action, settings: withoutSecrets(action.settings) }));
  return { ...draft, actions };
}

/** The same action again. What is secret in it is stored for the first one alone. */
export function duplicateAction(action: ActionDraft): ActionDraft {
  return { ...action, id: newId(), settings: withNewSecrets(action.settings) };
}

/** Longest name, characters. */
const MAX_NAME = 64;
const COPY = ' (copy)';

/** A new alert that does what another one does. */
export function copyOfAlert(draft: AlertDraft): AlertDraft {
  const ids = new Map(draft.actions.map(({ id }) => [id, newId()]));
  const actions = draft.actions.map((action) => ({
    ...action,
    id: ids.get(action.id) ?? newId(),
    fallbackActionId: ids.get(action.fallbackActionId ?? '') ?? null,
    settings: withNewSecrets(action.settings),
  }));
  const name = [...draft.name].slice(0, MAX_NAME - COPY.length).join('') + COPY;
  return { ...draft, name, actions };
}
