import { UserError } from './errors.mjs';

/**
 * Runs a script's work and ends it with a message people can use: an error that was foreseen is shown without a stack.
 * @param {() => Promise<void>} work
 */
export async function runScript(work) {
  try {
    await work();
  } catch (error) {
    process.exitCode = reportError(error);
  }
}

/**
 * @param {unknown} error
 * @returns {number} the exit code for it
 */
export function reportError(error) {
  const known = error instanceof UserError;
  process.stderr.write(`\n${known ? error.message : error instanceof Error ? error.stack : String(error)}\n`);
  return known ? error.exitCode : 1;
}
