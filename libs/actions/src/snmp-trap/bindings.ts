import type { TokenName } from '@twotwenty/domain/alerting/template-tokens';
import type { Notice } from '../channel.js';
import { cutToBytes, oneLine } from '../outcomes.js';

/** An object of a notification, as TWOTWENTY-MIB defines it. */
export interface Binding {
  readonly oid: string;
  readonly value: string | number;
}

/** The last part of each notification's OID below `twoTwentyNotifications`. */
const NOTIFICATIONS: Readonly<Record<Notice['kind'], number>> = {
  failure: 1,
  recovery: 2,
  test: 3,
  'site-lost': 4,
  'site-back': 5,
  'site-suspect': 6,
  'site-trusted': 7,
};

/** The texts below `twoTwentyObjects`, by the last part of their OID; 1 to 3 are the notice's own. */
const TEXTS = [
  [4, 'monitor'],
  [5, 'device'],
  [6, 'address'],
  [8, 'state'],
  [9, 'state-before'],
  [10, 'reason'],
  [11, 'code'],
  [12, 'reply'],
  [15, 'sites-failed'],
  [16, 'incident-id'],
  [17, 'incident-start'],
  [18, 'link'],
  [19, 'site'],
] as const satisfies readonly (readonly [number, TokenName])[];

const NUMBERS = [
  [7, 'port'],
  [13, 'alert'],
  [14, 'failures'],
] as const satisfies readonly (readonly [number, TokenName])[];

/** `SnmpAdminString` of RFC 3411, bytes. */
const MAX_TEXT_BYTES = 255;
const MAX_UNSIGNED32 = 2 ** 32 - 1;

/** @param enterpriseOid that of `twoTwentyMIB` */
export function notificationOid(kind: Notice['kind'], enterpriseOid: string): string {
  return `${enterpriseOid}.0.${NOTIFICATIONS[kind]}`;
}

/** The facts of the first incident, in the order in which the MIB lists them. */
export function bindingsOf(notice: Notice, enterpriseOid: string): Binding[] {
  const [values, ...others] = notice.incidents;
  const numbered: (readonly [number, string | number])[] = [
    [1, notice.id],
    [2, notice.subject],
    [3, others.length + 1],
    ...TEXTS.map(([number, token]) => [number, values[token]] as const),
    ...NUMBERS.map(([number, token]) => [number, unsigned(values[token])] as const),
  ];
  return numbered
    .sort(([left], [right]) => left - right)
    .map(([number, value]) => ({
      // The 0 of a scalar.
      oid: `${enterpriseOid}.1.${number}.0`,
      value: typeof value === 'number' ? value : cutToBytes(oneLine(value, MAX_TEXT_BYTES), MAX_TEXT_BYTES),
    }));
}

/** A number out of a token's text; 0 for what is none. */
function unsigned(text: string): number {
  const value = Number(text);
  return Number.isInteger(value) && value >= 0 && value <= MAX_UNSIGNED32 ? value : 0;
}
