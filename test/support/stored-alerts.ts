import {
  isRepair,
  storedActionSchema,
  type NoticeActionOf,
  type StoredAction,
  type StoredNoticeAction,
} from '@twotwenty/contracts/alert';
import type { Assignment } from '@twotwenty/domain/alerting/assignment';
import { randomUUID } from 'node:crypto';
import type { z } from 'zod';
import type { DataSource } from './migrated-database.js';

export type ActionOverrides = Partial<Omit<NoticeActionOf<z.input<typeof storedActionSchema>>, 'type' | 'settings'>>;

/** An action as it is stored, of a webhook that nobody listens at unless told otherwise. */
export function storedAction(overrides: ActionOverrides = {}, url = 'http://127.0.0.1:9/'): StoredNoticeAction {
  const action = storedActionSchema.parse({ id: randomUUID(), type: 'webhook', settings: { url }, ...overrides });
  if (isRepair(action)) throw new Error('a webhook repairs nothing');
  return action;
}

/** Stores an alert that serves all monitors, unless told otherwise. @returns its id */
export async function storeAlert(
  dataSource: DataSource,
  actions: readonly StoredAction[],
  {
    name = 'Mail team',
    assignment = { to: 'all' },
    siteAlerts = false,
  }: { name?: string; assignment?: Assignment; siteAlerts?: boolean } = {},
): Promise<string> {
  const id = randomUUID();
  await dataSource.query(
    'INSERT INTO alert (id, name, assignment, actions, site_alerts, version) VALUES ($1, $2, $3, $4, $5, 1)',
    [id, name, JSON.stringify(assignment), JSON.stringify(actions), siteAlerts],
  );
  return id;
}
