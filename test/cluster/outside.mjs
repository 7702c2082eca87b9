import { createServer } from 'node:http';
import { text } from 'node:stream/consumers';
import { SMTPServer } from 'smtp-server';

/*
 * What is outside of the cluster, in a container of its own: two mail servers, of which one can be closed, and somebody who gets webhooks.
 * PUT /mail/open and /mail/closed; POST /notices as the webhook; GET /notices what came, whether it was repeated or not.
 */

const STEADY_PORT = 2525;
const FAILING_PORT = 2526;
const HTTP_PORT = 8080;

/** @type {string[]} */
const notices = [];
/** @type {SMTPServer | null} */
let failing = null;

await listen(STEADY_PORT);
failing = await listen(FAILING_PORT);
createServer((request, response) => {
  answer(request).then(
    (body) => response.end(body),
    (error) => response.writeHead(500).end(String(error)),
  );
}).listen(HTTP_PORT);
process.on('SIGTERM', () => process.exit(0));

/** @param {import('node:http').IncomingMessage} request */
async function answer(request) {
  switch (`${request.method} ${request.url}`) {
    case 'PUT /mail/closed':
      await close();
      return '';
    case 'PUT /mail/open':
      failing ??= await listen(FAILING_PORT);
      return '';
    case 'POST /notices':
      notices.push(await text(request));
      return '';
    case 'GET /notices':
      return `[${notices.join(',')}]`;
    default:
      throw new Error(`unknown: ${request.method} ${request.url}`);
  }
}

/**
 * @param {number} port
 * @returns {Promise<SMTPServer>}
 */
function listen(port) {
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    disableReverseLookup: true,
    closeTimeout: 100,
  });
  // Clients that hang up in the middle of a session are no errors here.
  server.on('error', () => undefined);
  return new Promise((resolve) => server.listen(port, () => resolve(server)));
}

/** @returns {Promise<void>} */
async function close() {
  const server = failing;
  failing = null;
  if (server) await new Promise((resolve) => server.close(() => resolve(undefined)));
}
