import { once } from 'node:events';
import { connect } from 'node:net';

/** Everything that is queued is gone, as after a restart of a Redis that keeps nothing. */
export async function emptyRedis(port: number): Promise<void> {
  const socket = connect(port, '127.0.0.1');
  socket.end('FLUSHALL\r\n');
  await once(socket.resume(), 'close');
}
