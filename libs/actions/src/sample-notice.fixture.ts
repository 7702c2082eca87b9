import { FAILURE_PREVIEW, RECOVERY_PREVIEW, type TokenValues } from '@twotwenty/domain/alerting/template-tokens';
import type { DeliveryContext, Notice } from './channel.js';

/** A notice as the preview of templates shows it. */
export function sampleNotice(changes: Partial<Notice> = {}, values: Partial<TokenValues> = {}): Notice {
  const preview = changes.kind === 'recovery' ? RECOVERY_PREVIEW : FAILURE_PREVIEW;
  return {
    id: '0192f0c1-7d4e-7c3a-9b1d-00000000aaaa',
    kind: 'failure',
    subject: 'Down: MX Frankfurt (mx1.example.com)',
    text: 'MX Frankfurt is Down: greeted with 554\n\nSince:   03:12\nhttps://monitor.example.com/monitors/42',
    incidents: [{ ...preview, ...values }],
    at: new Date('2026-03-02T02:14:45.000Z'),
    ...changes,
  };
}

/** Time that does not run out, unless a controller is given. */
export function openEnded(controller = new AbortController()): DeliveryContext {
  return { signal: controller.signal };
}
