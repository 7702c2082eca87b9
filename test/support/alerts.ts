import type { SavedAlert } from '@twotwenty/contracts/alert';
import type { TestApi } from './api.js';

export const ALERTS = '/api/v1/alerts';

/** An id for an action. */
export function actionId(digit: number): string {
  return `00000000-0000-4000-8000-00000000000${digit}`;
}

/** An action that posts to a URL, which is a secret. */
export function slackAction(digit: number, fields: object = {}): object {
  const settings = { url: `https://hooks.slack.com/services/T0/B0/secret${digit}` };
  return { id: actionId(digit), type: 'slack', settings, ...fields };
}

/** An action that sends mail through relays, each with a password as it is written or `{keep}`. */
export function emailAction(digit: number, relays: readonly { host: string; password: unknown }[]): object {
  const settings = {
    from: 'monitor@example.com',
    to: ['team@example.com'],
    relays: relays.map((relay) => ({ user: relay.password === null ? null : 'monitor', ...relay })),
  };
  return { id: actionId(digit), type: 'email', settings };
}

/** An alert for all monitors with one action, and what is given besides. */
export async function createAlert(api: TestApi, fields: object = {}): Promise<SavedAlert> {
  const body = { name: 'Mail team', assignment: { to: 'all' }, actions: [slackAction(1)], ...fields };
  const answer = await api.call<SavedAlert>('POST', ALERTS, { body });
  if (answer.status !== 201) throw new Error(`the alert was refused: ${JSON.stringify(answer.body)}`);
  return answer.body;
}
