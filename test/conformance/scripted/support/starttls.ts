import type { ScriptedCase } from './cases.js';
import type { Outcome, ReplyLines } from './expected.js';
import { EHLO, EHLO_LINE, QUIT_LINE, SETTLED, STARTTLS, STARTTLS_LINE, type Step } from './steps.js';

export const GREETING: ReplyLines = [220, 'mx.test'];
export const OFFER = '250-mx.test\r\n250 STARTTLS\r\n';
export const GO = '220 2.0.0 go\r\n';
/** A server that offers STARTTLS and is asked for it. */
export const OFFERED: readonly Step[] = [SETTLED, '220 mx.test\r\n', EHLO, OFFER, STARTTLS];
/** What it has heard by then. */
export const ASKED = EHLO_LINE + STARTTLS_LINE;
export const TO_DEADLINE = { deadlineMs: 500 } as const;

/** What stays the same of every session that gets TLS. */
export const SECURED = {
  heard: `${ASKED}<TLS>`,
  heardInTls: EHLO_LINE + QUIT_LINE,
  extensions: [],
  end: 'close_notify FIN',
  tls: 'TLSv1.3 valid',
} as const satisfies Partial<Outcome>;

/** A session that is to go over to TLS. */
export function session(
  name: string,
  server: readonly Step[],
  told: Outcome,
  ends?: ScriptedCase['ends'],
): ScriptedCase {
  return { name, server, target: { security: 'starttls' }, told, ...(ends && { ends }) };
}
