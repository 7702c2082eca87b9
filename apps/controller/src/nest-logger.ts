import type { LoggerService } from '@nestjs/common';
import type { Logger } from '@twotwenty/observability/logger';

/** Routes Nest's own messages to the app's log. Its tales of every route that is mapped are for debugging. */
export class NestLogger implements LoggerService {
  constructor(private readonly logger: Logger) {}

  log(message: unknown): void {
    this.logger.debug(text(message));
  }

  warn(message: unknown): void {
    this.logger.warn(text(message));
  }

  error(message: unknown): void {
    if (message instanceof Error) this.logger.error({ err: message }, 'Nest failed');
    else this.logger.error(text(message));
  }
}

function text(message: unknown): string {
  return typeof message === 'string' ? message : JSON.stringify(message);
}
