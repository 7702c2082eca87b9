import { isIP } from 'node:net';
import { domainToASCII } from 'node:url';

/** The address of a server as a person writes it; `port` is null if it was left out. */
export interface ServerAddress {
  readonly host: string;
  readonly port: number | null;
}

const LABEL = /^(?!-)[a-z0-9_-]{1,63}(?<!-)$/i;

/**
 * Reads `host`, `host:25`, `192.0.2.1:25`, `::1`, `[::1]` or `[::1]:25`.
 *
 * @returns the host without brackets, names in ASCII.
 * @throws RangeError that names what is wrong and what would be right.
 */
export function parseAddress(text: string): ServerAddress {
  if (isIP(text) !== 0) return { host: text, port: null };
  const bracketed = /^\[(?<host>[^\]]*)\](?<rest>.*)$/.exec(text);
  if (bracketed?.groups !== undefined) {
    const { host = '', rest = '' } = bracketed.groups;
    if (isIP(host) !== 6) throw new RangeError(`"${host}" is not an IPv6 address; right is [::1]:25.`);
    if (rest !== '' && !rest.startsWith(':')) throw new RangeError(`"${rest}" after the bracket; right is [::1]:25.`);
    return { host, port: rest === '' ? null : parsePort(rest.slice(1)) };
  }
  if (text.includes('://')) throw new RangeError('A URL is no host; right is mx.example.com or mx.example.com:25.');
  const [host = '', port, ...more] = text.split(':');
  if (more.length > 0) throw new RangeError('Not an IPv6 address; right are ::1 and [::1]:25.');
  return { host: parseHost(host), port: port === undefined ? null : parsePort(port) };
}

function parsePort(text: string): number {
  const port = /^\d{1,5}$/.test(text) ? Number(text) : NaN;
  if (port >= 1 && port <= 65_535) return port;
  throw new RangeError(`The port "${text}" must be a whole number from 1 to 65535.`);
}

function parseHost(text: string): string {
  if (isIP(text) !== 0) return text;
  const ascii = domainToASCII(text);
  // URL rules turn 1.2.3 and 0x7f.1 into addresses; nobody means that here.
  const isNumeric = /(^|\.)(\d+|0x[0-9a-f]*)\.?$/i.test(text);
  const labels = ascii.replace(/\.$/, '').split('.');
  if (!isNumeric && ascii.length <= 254 && labels.every((label) => LABEL.test(label))) return ascii;
  const what = text === '' ? 'The host is missing' : `"${text}" is neither a host name nor an IP address`;
  throw new RangeError(`${what}; right are mx.example.com, 192.0.2.1, ::1 and [::1]:25.`);
}
