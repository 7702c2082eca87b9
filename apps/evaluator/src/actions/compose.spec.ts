import type { TakenRun } from '@twotwenty/database/repositories/delivery.repository';
import { FAILURE_PREVIEW } from '@twotwenty/domain/alerting/template-tokens';
import { describe, expect, it } from 'vitest';
import { compose } from './compose.js';

describe('a notice of several incidents', () => {
  it('takes nothing that a server said for a token', () => {
    const run = (reason: string) =>
      ({ alertId: 'alert', actionId: 'action', kind: 'failure', facts: { ...FAILURE_PREVIEW, reason } }) as TakenRun;
    const alert = { id: 'alert', name: 'Mail team', actions: [{ id: 'action', enabled: true, onFailure: {} }] };
    const composed = compose([run('554 {{tags}}'), run('refused')], alert as never);
    expect(composed).toHaveProperty('notice.text', expect.stringContaining('554 {{tags}}'));
  });
});
