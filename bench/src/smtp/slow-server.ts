/** A server that greets late, so that sessions are held. Sends its port; answers any message with the most sessions at once. */
import { createServer } from 'node:net';

const GREETING_DELAY_MS = Number(process.argv[2] ?? 3000);
const BACKLOG = 4096;

let open = 0;
let most = 0;

const server = createServer((socket) => {
  open += 1;
  most = Math.max(most, open);
  const greeting = setTimeout(() => socket.write('220 slow.test ESMTP\r\n'), GREETING_DELAY_MS);
  socket.on('data', () => socket.end('221 2.0.0 Bye\r\n'));
  socket.on('error', () => undefined);
  socket.on('close', () => {
    clearTimeout(greeting);
    open -= 1;
  });
});

server.listen({ host: '0.0.0.0', port: 0, backlog: BACKLOG }, () => {
  const address = server.address();
  process.send?.(typeof address === 'object' && address !== null ? address.port : 0);
});
process.on('message', () => {
  process.send?.(most);
  most = open;
});
process.once('disconnect', () => process.exit(0));
