import type { Logger } from './logger.js';

/**
 * Stops an app once, in order, on SIGTERM, SIGINT, or when the launcher that started it is gone.
 *
 * The launcher holds an IPC channel to every app; a launcher that was killed closes it, so no app outlives it. A stop
 * that hangs is ended after `limitMs`. An error nobody handled ends the process too: what is lost with it is in Postgres.
 * @param stop finishes or hands back what is in flight; called once
 */
export function stopWithProcess(logger: Logger, stop: () => Promise<void>, limitMs = 8000): void {
  let stopping = false;
  const begin = (why: string, exitCode: number): void => {
    if (stopping) return;
    stopping = true;
    logger.info({ why }, 'stopping');
    setTimeout(() => {
      logger.error('the stop took too long');
      process.exit(1);
    }, limitMs).unref();
    stop().then(
      () => {
        logger.info('stopped');
        process.exit(exitCode);
      },
      (error: unknown) => {
        logger.error({ err: error }, 'the stop failed');
        process.exit(1);
      },
    );
  };
  process.once('SIGTERM', () => begin('SIGTERM', 0));
  process.once('SIGINT', () => begin('SIGINT', 0));
  process.once('disconnect', () => begin('the launcher is gone', 0));
  process.once('uncaughtException', (error) => {
    logger.fatal({ err: error }, 'an error nobody handled');
    begin('an error nobody handled', 1);
  });
  // It may have gone before this was called.
  if (process.connected === false) begin('the launcher is gone', 0);
}

/**
 * Runs an app's `main` and ends the process with a readable message when it can't start.
 * @param main starts the app; it has no value
 */
export function runMain(main: () => Promise<void>): void {
  main().catch((error: unknown) => {
    process.stderr.write(
      `${error instanceof Error ? (error.name === 'ConfigurationError' ? error.message : String(error.stack)) : String(error)}\n`,
    );
    process.exit(1);
  });
}
