import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import { isIPv6 } from 'node:net';

const TYPES = { A: 1, PTR: 12, AAAA: 28 } as const;

/** What a DNS server knows, by name and type: `{ 'mx.test A': ['192.0.2.1'] }`. Names are absolute, without the last dot. */
export type DnsRecords = Readonly<Record<string, readonly string[] | 'SERVFAIL' | 'silence'>>;

/** A DNS server on loopback, for tests of what asks the DNS. */
export interface DnsServer {
  /** As `Resolver.setServers` takes it. */
  readonly address: string;
  /** The questions that came, such as `mx.test A`. */
  readonly questions: readonly string[];
  stop(): Promise<void>;
}

/** Starts a server that answers over UDP (RFC 1035) from a table: NXDOMAIN for what is not in it. */
export async function startDnsServer(records: DnsRecords): Promise<DnsServer> {
  const socket = createSocket('udp4');
  const questions: string[] = [];
  socket.on('message', (query, client) => {
    const question = readQuestion(query);
    questions.push(question.key);
    const found = records[question.key];
    if (found !== 'silence') socket.send(answer(query, question, found, records), client.port, client.address);
  });
  socket.bind(0, '127.0.0.1');
  await once(socket, 'listening');
  return { address: `127.0.0.1:${socket.address().port}`, questions, stop: () => close(socket) };
}

interface Question {
  readonly key: string;
  readonly name: string;
  readonly type: number;
  /** Where the question ends in the message. */
  readonly end: number;
}

function readQuestion(query: Buffer): Question {
  const labels: string[] = [];
  let at = 12;
  for (let length = query.readUInt8(at); length > 0; length = query.readUInt8(at)) {
    labels.push(query.toString('latin1', at + 1, at + 1 + length));
    at += 1 + length;
  }
  const name = labels.join('.').toLowerCase();
  const type = query.readUInt16BE(at + 1);
  const typeName = Object.entries(TYPES).find(([, number]) => number === type)?.[0] ?? String(type);
  return { key: `${name} ${typeName}`, name, type, end: at + 5 };
}

function answer(
  query: Buffer,
  { name, type, end }: Question,
  found: readonly string[] | 'SERVFAIL' | undefined,
  records: DnsRecords,
): Buffer {
  const values = Array.isArray(found) ? (found as readonly string[]) : [];
  const nameExists = Object.keys(records).some((key) => key.startsWith(`${name} `));
  const code = found === 'SERVFAIL' ? 2 : nameExists ? 0 : 3;
  const header = Buffer.alloc(12);
  query.copy(header, 0, 0, 2);
  // A response, recursion available; one question.
  header.writeUInt16BE(0x8180 | code, 2);
  header.writeUInt16BE(1, 4);
  header.writeUInt16BE(values.length, 6);
  return Buffer.concat([header, query.subarray(12, end), ...values.map((value) => record(type, value))]);
}

function record(type: number, value: string): Buffer {
  const data = type === TYPES.PTR ? encodeName(value) : encodeAddress(value);
  const head = Buffer.alloc(12);
  // The name is that of the question, which begins at octet 12.
  head.writeUInt16BE(0xc00c, 0);
  head.writeUInt16BE(type, 2);
  head.writeUInt16BE(1, 4);
  head.writeUInt32BE(60, 6);
  head.writeUInt16BE(data.length, 10);
  return Buffer.concat([head, data]);
}

function encodeName(name: string): Buffer {
  const labels = name.split('.').map((label) => Buffer.from(label, 'latin1'));
  return Buffer.concat([...labels.flatMap((label) => [Buffer.from([label.length]), label]), Buffer.from([0])]);
}

function encodeAddress(address: string): Buffer {
  if (!isIPv6(address)) return Buffer.from(address.split('.').map(Number));
  const [before = '', after = ''] = address.split('::');
  const groups = (text: string): string[] => (text === '' ? [] : text.split(':'));
  const [front, back] = [groups(before), groups(after)];
  const zeros = Array.from({ length: 8 - front.length - back.length }, () => '0');
  return Buffer.from([...front, ...zeros, ...back].map((group) => group.padStart(4, '0')).join(''), 'hex');
}

async function close(socket: Socket): Promise<void> {
  socket.close();
  await once(socket, 'close');
}
