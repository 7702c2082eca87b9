import { get } from 'node:http';
import { createServer } from 'node:net';
import { codeOf, messageOf, UserError } from './errors.mjs';

/**
 * Fails early and clearly when the port cannot be had, rather than after minutes of set-up.
 * @param {string} host
 * @param {number} port
 * @returns {Promise<void>}
 */
export function assertPortFree(host, port) {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', (error) => reject(portError(error, host, port)));
    server.listen({ host, port, exclusive: true }, () => server.close(() => resolve()));
  });
}

/**
 * @param {unknown} error
 * @param {string} host
 * @param {number} port
 */
function portError(error, host, port) {
  const other = 'Choose another port: npm start -- --port N, or set PORT.';
  switch (codeOf(error)) {
    case 'EADDRINUSE':
      return new UserError(`Port ${port} on ${host} is taken by another program. ${other}`);
    case 'EACCES':
      return new UserError(`This user may not listen on port ${port}. ${other}`);
    default:
      return new UserError(`Cannot listen on ${host}, port ${port}: ${messageOf(error)}. Check HOST and PORT.`);
  }
}

/**
 * @param {string} host as listened on
 * @param {number} port
 * @returns {string} the address to open on this machine
 */
export function addressOf(host, port) {
  const local = host === '0.0.0.0' ? '127.0.0.1' : host === '::' ? '::1' : host;
  return `http://${local.includes(':') ? `[${local}]` : local}:${port}`;
}

/**
 * @param {string} address
 * @returns {Promise<boolean>} whether the controller there says it is in order
 */
export function isHealthy(address) {
  return new Promise((resolve) => {
    const request = get(`${address}/api/v1/health`, { timeout: 2000, agent: false }, (response) => {
      response.resume();
      resolve(response.statusCode === 200);
    });
    request.on('timeout', () => request.destroy());
    request.on('error', () => resolve(false));
  });
}
