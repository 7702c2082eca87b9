import { once } from 'node:events';
import { createServer, type Server, type Socket } from 'node:net';

/** A remote procedure as the pipe's other end calls it: `stub` is what the call carries, in NDR. */
export interface RpcCall {
  readonly operation: number;
  readonly stub: Buffer;
  /** Everything that smbd tells of who calls; holds the account's name among much else. */
  readonly session: Buffer;
  /** Ids of what this connection has opened. */
  readonly handles: Map<string, unknown>;
}

/** An interface of DCE/RPC behind a named pipe. */
export interface RpcInterface {
  /** As on the wire: 16 octets of UUID, little-endian, then the major and the minor version. */
  readonly syntax: Buffer;
  /** Gives what the answer carries; null when there is no such operation. */
  call(call: RpcCall): Promise<Buffer | null>;
}

/**
 * Listens where Samba's smbd looks for the server of a named pipe (`ncalrpc dir`/np/name), so that its clients, logged in by
 * smbd, come to `rpc`. Speaks Samba's hand-over (named_pipe_auth, level 7) and MS-RPCE without authentication of its own.
 */
export async function serveRpcPipe(path: string, rpc: RpcInterface): Promise<Server> {
  const connections = new Set<Socket>();
  const server = createServer((socket) => {
    connections.add(socket);
    socket.on('close', () => connections.delete(socket)).on('error', () => undefined);
    void serveConnection(socket, rpc).catch(() => socket.destroy());
  });
  server.listen(path);
  await once(server, 'listening');
  const close = server.close.bind(server);
  server.close = (callback) => {
    for (const socket of connections) socket.destroy();
    return close(callback);
  };
  return server;
}

async function serveConnection(socket: Socket, rpc: RpcInterface): Promise<void> {
  const read = reader(socket);
  const session = await read((await read(4)).readUInt32BE());
  socket.write(HAND_OVER_ACCEPTED);
  const handles = new Map<string, unknown>();
  for (;;) {
    // A pipe in message mode: each message has its length in front.
    const packet = await read((await read(2)).readUInt16LE());
    for (const answer of await answersTo(packet, rpc, session, handles)) {
      const length = Buffer.alloc(2);
      length.writeUInt16LE(answer.length);
      socket.write(Buffer.concat([length, answer]));
    }
  }
}

/** named_pipe_auth_rep, level 7: a pipe in message mode (2), device state 0x05ff, allocation size 4096, NT_STATUS_OK. */
const HAND_OVER_ACCEPTED = Buffer.from(
  `00000020${Buffer.from('NPAM').toString('hex')}0700000007000000` +
    '0200ff0500000000' +
    '0010000000000000' +
    '00000000',
  'hex',
);

/** Reads exactly so many octets at a time; rejects when the connection ends before. */
function reader(socket: Socket): (length: number) => Promise<Buffer> {
  const pieces = socket[Symbol.asyncIterator]() as AsyncIterator<Buffer>;
  let rest: Buffer = Buffer.alloc(0);
  return async (length) => {
    while (rest.length < length) {
      const piece = await pieces.next();
      if (piece.done === true) throw new Error('the connection ended');
      rest = Buffer.concat([rest, piece.value]);
    }
    const octets = rest.subarray(0, length);
    rest = rest.subarray(length);
    return octets;
  };
}

// MS-RPCE 2.2.2, C706 chapter 12.
const PACKET = { request: 0, response: 2, fault: 3, bind: 11, bindAck: 12 } as const;
const FIRST_FRAGMENT = 1;
const LAST_FRAGMENT = 2;
const HEADER_LENGTH = 16;
const MAX_FRAGMENT = 4_280;
const OPERATION_UNKNOWN = 0x1c01_0002;

async function answersTo(
  packet: Buffer,
  rpc: RpcInterface,
  session: Buffer,
  handles: Map<string, unknown>,
): Promise<Buffer[]> {
  const callId = packet.readUInt32LE(12);
  const body = packet.subarray(HEADER_LENGTH);
  if (packet[2] === PACKET.bind) return [packetOf(PACKET.bindAck, callId, bindAck(body, rpc))];
  if (packet[2] !== PACKET.request) throw new Error(`a packet of type ${packet[2]}`);
  const result = await rpc.call({ operation: body.readUInt16LE(6), stub: body.subarray(8), session, handles });
  if (result === null) {
    const fault = Buffer.alloc(16);
    fault.writeUInt32LE(OPERATION_UNKNOWN, 8);
    return [packetOf(PACKET.fault, callId, fault)];
  }
  return responses(callId, result);
}

function responses(callId: number, result: Buffer): Buffer[] {
  const room = MAX_FRAGMENT - HEADER_LENGTH - 8;
  const count = Math.max(1, Math.ceil(result.length / room));
  return Array.from({ length: count }, (_, index) => {
    const head = Buffer.alloc(8);
    head.writeUInt32LE(result.length - index * room);
    const flags = (index === 0 ? FIRST_FRAGMENT : 0) | (index === count - 1 ? LAST_FRAGMENT : 0);
    const piece = result.subarray(index * room, (index + 1) * room);
    return packetOf(PACKET.response, callId, Buffer.concat([head, piece]), flags);
  });
}

/** 8a885d04-1ceb-11c9-9fe8-08002b104860, version 2: NDR with 32 bits. */
const NDR = Buffer.from('045d888aeb1cc9119fe808002b10486002000000', 'hex');

function bindAck(bind: Buffer, rpc: RpcInterface): Buffer {
  const contexts = bind[8] ?? 0;
  const results: Buffer[] = [];
  let position = 12;
  for (let context = 0; context < contexts; context += 1) {
    const transfers = bind[position + 2] ?? 0;
    const abstract = bind.subarray(position + 4, position + 24);
    const transfer = bind.subarray(position + 24, position + 44);
    const accepted = abstract.equals(rpc.syntax) && transfer.equals(NDR);
    // Else: rejected by the provider, abstract syntax not supported.
    results.push(Buffer.from(accepted ? '00000000' : '02000100', 'hex'), accepted ? NDR : Buffer.alloc(20));
    position += 24 + 20 * transfers;
  }
  const head = Buffer.alloc(8);
  head.writeUInt16LE(MAX_FRAGMENT, 0);
  head.writeUInt16LE(MAX_FRAGMENT, 2);
  head.writeUInt32LE(1, 4);
  // No secondary address, filled up to a multiple of four.
  return Buffer.concat([head, Buffer.alloc(4), Buffer.from([contexts, 0, 0, 0]), ...results]);
}

function packetOf(type: number, callId: number, body: Buffer, flags = FIRST_FRAGMENT | LAST_FRAGMENT): Buffer {
  // Version 5.0, little-endian ASCII IEEE.
  const header = Buffer.from([5, 0, type, flags, 0x10, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
  header.writeUInt16LE(HEADER_LENGTH + body.length, 8);
  header.writeUInt32LE(callId, 12);
  return Buffer.concat([header, body]);
}
