import { integer, logLevel, readEnvironment } from '@twotwenty/config/environment';
import { z } from 'zod';

const schema = z.object({
  HOST: z.string().default('127.0.0.1'),
  PORT: integer(1, 65535).default(8220),
  ADMIN_TOKEN: z.string('must be set: the demo makes its monitors through the API'),
  LOG_LEVEL: logLevel.default('info'),
});

/** Settings of the demo. @throws ConfigurationError */
export function readDemoConfig(environment: NodeJS.ProcessEnv = process.env) {
  const env = readEnvironment(schema, environment);
  return { apiUrl: `http://${reachable(env.HOST)}:${env.PORT}`, token: env.ADMIN_TOKEN, logLevel: env.LOG_LEVEL };
}

/** The API runs on this machine; where it listens on all addresses, the loopback one reaches it. */
function reachable(host: string): string {
  if (host === '0.0.0.0') return '127.0.0.1';
  if (host === '::') return '[::1]';
  return host.includes(':') ? `[${host}]` : host;
}
