/** One TCP segment of a capture. */
export interface Segment {
  /** Seconds since 1970, with microseconds. */
  readonly at: number;
  readonly sourcePort: number;
  readonly destinationPort: number;
  /** The sequence number of the first octet of the payload. */
  readonly sequence: number;
  readonly acknowledged: number;
  readonly syn: boolean;
  readonly ack: boolean;
  readonly fin: boolean;
  readonly rst: boolean;
  readonly payload: Buffer;
}

const ETHERNET_HEADER = 14;
const ETHERTYPE_IPV4 = 0x0800;
const ETHERTYPE_IPV6 = 0x86dd;
const TCP = 6;

/** Reads the TCP segments of a capture file as tcpdump(8) writes it (pcap, microseconds, Ethernet frames as of lo). */
export function readSegments(file: Buffer): Segment[] {
  if (file.length < 24) return [];
  if (file.readUInt32LE(0) !== 0xa1b2c3d4) throw new Error('The capture is no pcap file of this byte order.');
  if (file.readUInt32LE(20) !== 1) throw new Error('The capture is not of Ethernet frames.');
  const segments: Segment[] = [];
  let offset = 24;
  while (offset + 16 <= file.length) {
    const length = file.readUInt32LE(offset + 8);
    // The last packet may still be on its way into the file.
    if (offset + 16 + length > file.length) break;
    const at = file.readUInt32LE(offset) + file.readUInt32LE(offset + 4) / 1e6;
    const segment = readFrame(file.subarray(offset + 16, offset + 16 + length), at);
    if (segment !== null) segments.push(segment);
    offset += 16 + length;
  }
  return segments;
}

function readFrame(frame: Buffer, at: number): Segment | null {
  const type = frame.readUInt16BE(12);
  const packet = frame.subarray(ETHERNET_HEADER);
  if (type === ETHERTYPE_IPV4 && packet.readUInt8(9) === TCP) {
    const headerLength = (packet.readUInt8(0) & 0x0f) * 4;
    return readTcp(packet.subarray(headerLength, packet.readUInt16BE(2)), at);
  }
  if (type === ETHERTYPE_IPV6 && packet.readUInt8(6) === TCP) {
    return readTcp(packet.subarray(40, 40 + packet.readUInt16BE(4)), at);
  }
  return null;
}

/** RFC 9293 §3.1. */
function readTcp(tcp: Buffer, at: number): Segment {
  const flags = tcp.readUInt8(13);
  return {
    at,
    sourcePort: tcp.readUInt16BE(0),
    destinationPort: tcp.readUInt16BE(2),
    sequence: tcp.readUInt32BE(4),
    acknowledged: tcp.readUInt32BE(8),
    fin: (flags & 0x01) !== 0,
    syn: (flags & 0x02) !== 0,
    rst: (flags & 0x04) !== 0,
    ack: (flags & 0x10) !== 0,
    payload: tcp.subarray((tcp.readUInt8(12) >> 4) * 4),
  };
}

/** One TCP connection of a capture, seen from its server's port. */
export interface Connection {
  readonly clientPort: number;
  /** In the order in which they were captured. */
  readonly segments: readonly (Segment & { readonly from: 'client' | 'server' })[];
}

/** The connections to a server's port, in the order in which they began. */
export function connectionsTo(port: number, segments: readonly Segment[]): Connection[] {
  const byClient = new Map<number, (Segment & { from: 'client' | 'server' })[]>();
  for (const segment of segments) {
    const from = segment.destinationPort === port ? 'client' : 'server';
    if (from === 'server' && segment.sourcePort !== port) continue;
    const clientPort = from === 'client' ? segment.sourcePort : segment.destinationPort;
    const known = byClient.get(clientPort) ?? [];
    known.push({ ...segment, from });
    byClient.set(clientPort, known);
  }
  return [...byClient].map(([clientPort, list]) => ({ clientPort, segments: list }));
}

/** What one side sent, in order and without retransmissions. */
export function streamOf({ segments }: Connection, from: 'client' | 'server'): Buffer {
  const sent = new Map<number, Buffer>();
  for (const segment of segments) {
    if (segment.from === from && segment.payload.length > 0) sent.set(segment.sequence, segment.payload);
  }
  return Buffer.concat([...sent.values()]);
}
