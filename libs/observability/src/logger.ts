import { pino, type Logger } from 'pino';

export type { Logger } from 'pino';

/**
 * An app's logger: JSON lines on standard output, one object a line.
 * @param name the app, such as `evaluator`
 */
export function createLogger(name: string, level: string): Logger {
  return pino({
    name,
    level,
    redact: ['password', 'token', 'authorization', '*.password', '*.token', '*.authorization'],
  });
}
