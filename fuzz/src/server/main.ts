/**
 * The process of the servers: one listening socket, on which each session comes to an address of its own in 127.0.0.0/8.
 * A process of its own, so that its memory and its event loop are not counted against the probe.
 */
import { type AddressInfo, createServer } from 'node:net';
import type { Answer, Observation, Request, Settled } from '../protocol.js';
import { Certificates } from './certificates.js';
import { Player } from './player.js';

/** How long a client may take to close after its probe has settled. */
const GRACE_MS = 2000;
const BACKLOG = 4096;

const certificates = new Certificates();
const players = new Map<string, Player>();
const server = createServer({ allowHalfOpen: true }, (socket) => {
  const player = players.get(socket.localAddress ?? '');
  if (player === undefined) socket.on('error', () => undefined).destroy();
  else player.accept(socket);
});

async function collect(sessions: readonly Settled[]): Promise<Observation[]> {
  const observations = await Promise.all(
    sessions.map(({ address, hasConnected }) =>
      (players.get(address) ?? new Player(address, [], certificates)).collect(GRACE_MS, hasConnected),
    ),
  );
  for (const { address } of sessions) players.delete(address);
  return observations;
}

function tell(answer: Answer): void {
  process.send?.(answer);
}

process.on('message', (request: Request) => {
  if (request.ask === 'stage') {
    for (const { address, actions } of request.parts) players.set(address, new Player(address, actions, certificates));
    tell({ tell: 'staged' });
  } else void collect(request.sessions).then((observations) => tell({ tell: 'observations', observations }));
});
// Whoever started us has gone.
process.once('disconnect', () => process.exit());
// A Ctrl-C reaches this process too; the one that started it ends it when it has told what it found.
process.on('SIGINT', () => undefined);
server.listen({ host: '0.0.0.0', port: 0, backlog: BACKLOG }, () => {
  const { port } = server.address() as AddressInfo;
  tell({ tell: 'listening', port, authority: certificates.trusted });
});
