import { SYSLOG_FACILITIES, SYSLOG_SEVERITIES } from '@twotwenty/contracts/actions/syslog';
import type { TokenName } from '@twotwenty/domain/alerting/template-tokens';
import type { Notice } from '../channel.js';
import { cutToBytes, oneLine, wellFormed } from '../outcomes.js';

/** What a message says of its sender. */
export interface SyslogOrigin {
  readonly facility: (typeof SYSLOG_FACILITIES)[number];
  readonly severity: (typeof SYSLOG_SEVERITIES)[number];
  readonly hostname: string;
  readonly appName: string;
  readonly processId: number;
  readonly structuredDataId: string;
}

/** The facts in the structured data, what one filters by first: those at the end are left out where there is no room. */
const FACTS = [
  'monitor',
  'site',
  'state',
  'state-before',
  'code',
  'address',
  'port',
  'device',
  'incident-id',
  'incident-start',
  'failures',
  'alert',
  'phase',
  'reply-code',
  'sites-failed',
  'test-number',
  'tags',
  'link',
  'reason',
] as const satisfies readonly TokenName[];

const BOM = '\ufeff';
/** Room for the text is kept free of structured data up to this, bytes. */
const RESERVED_TEXT_BYTES = 300;

/**
 * A notice as a message of RFC 5424: the subject is its text, the facts of the first incident its structured data.
 * @param maxBytes a longer message loses facts, then the end of its text
 */
export function syslogMessage(notice: Notice, origin: SyslogOrigin, maxBytes: number): Buffer {
  const header = headerOf(notice, origin);
  const text = `${BOM}${oneLine(notice.subject, maxBytes)}`;
  const textBytes = Math.min(Buffer.byteLength(text), RESERVED_TEXT_BYTES);
  const facts = structuredData(notice, origin.structuredDataId, maxBytes - Buffer.byteLength(header) - textBytes - 2);
  const start = `${header} ${facts} `;
  return Buffer.from(start + cutToBytes(text, maxBytes - Buffer.byteLength(start)));
}

/** PRI, VERSION, TIMESTAMP, HOSTNAME, APP-NAME, PROCID and MSGID (§6.2). */
function headerOf(notice: Notice, origin: SyslogOrigin): string {
  const facility = SYSLOG_FACILITIES.indexOf(origin.facility);
  const priority = facility * 8 + SYSLOG_SEVERITIES.indexOf(origin.severity);
  const { hostname, appName, processId } = origin;
  return `<${priority}>1 ${notice.at.toISOString()} ${hostname} ${appName} ${processId} ${notice.kind}`;
}

function structuredData(notice: Notice, id: string, maxBytes: number): string {
  const [values, ...others] = notice.incidents;
  const params = [
    param('id', notice.id),
    param('incidents', String(others.length + 1)),
    ...FACTS.filter((name) => values[name] !== '').map((name) => param(name, values[name])),
  ];
  const kept: string[] = [];
  let left = maxBytes - id.length - '[]'.length;
  for (const written of params) {
    left -= Buffer.byteLength(written);
    if (left < 0) break;
    kept.push(written);
  }
  return kept.length === 0 ? '-' : `[${id}${kept.join('')}]`;
}

/** §6.3.3: `"`, `\` and `]` are escaped by a backslash; control characters, which are allowed, would confuse readers. */
function param(name: string, value: string): string {
  const escaped = oneLine(wellFormed(value), value.length).replace(/["\\\]]/g, '\\$&');
  return ` ${name}="${escaped}"`;
}

/** A hostname as the header takes it: printable ASCII without spaces, or `-` for none (§6.2.4). */
export function headerName(name: string): string {
  const printable = name.replace(/[^\x21-\x7e]/g, '').slice(0, 255);
  return printable === '' ? '-' : printable;
}

/**
 * A message as it goes over a stream.
 * @param framing `octet-counting` (RFC 6587 §3.4.1), or `line-break` (§3.4.2)
 */
export function framed(message: Buffer, framing: 'octet-counting' | 'line-break'): Buffer {
  return framing === 'octet-counting'
    ? Buffer.concat([Buffer.from(`${message.length} `), message])
    : Buffer.concat([message, Buffer.from('\n')]);
}
