import { pino, type Logger } from 'pino';

export type { Logger } from 'pino';

/**
 * An app's logger: JSON lines on standard output, one object a line.
 * @param name the app, such as `evaluator`
 */
export function createLogger(name: string, level: string): Logger {
  const redact = ['password', 'token', 'authorization', '*.password', '*.token', '*.authorization'];
  // Synchronous: what was logged is out when the process ends, and a pipe that nobody reads any more can't keep it from ending.
  return pino({ name, level, redact }, pino.destination({ dest: 1, sync: true }));
}
