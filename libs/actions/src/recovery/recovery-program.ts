import { StringDecoder } from 'node:string_decoder';
import type { TokenValues } from '@twotwenty/domain/alerting/template-tokens';
import { ProgramRefusedError } from '../external-process/find-program.js';
import { locateProgram, prepareProgram, type ProgramSettings } from '../external-process/prepare-program.js';
import { runProgram } from '../external-process/run-program.js';
import type { RecoveryContext, RecoveryOutcome } from './recovery-method.js';

/** What a program that repairs is told. */
export interface RecoveryProgramInput {
  /** The values of the tokens. */
  readonly incident: TokenValues;
  readonly machine: string;
  readonly addresses: readonly string[];
  readonly services: readonly string[];
  /** Null unless the action hands it over. It travels by standard input alone. */
  readonly credential: object | null;
}

const NO_FOLDER = 'this server was given no folder of programs';

/**
 * Runs a program that repairs, once.
 * @param folder the only one whose programs may be run; null: none may
 */
export async function runRecoveryProgram(
  folder: string | null,
  settings: ProgramSettings,
  input: RecoveryProgramInput,
  context: RecoveryContext,
): Promise<RecoveryOutcome> {
  const { signal, step, output, beforeActing } = context;
  if (folder === null) return refused(NO_FOLDER);
  const { program } = settings;
  let run;
  try {
    run = await prepareProgram(folder, settings, input.incident, `${JSON.stringify(input)}\n`, signal);
  } catch (error) {
    if (error instanceof ProgramRefusedError) return refused(error.message);
    throw error;
  }
  await beforeActing();
  step(`Runs ${program}.`);
  const decoders = { stdout: new StringDecoder('utf8'), stderr: new StringDecoder('utf8') };
  const onOutput = (piece: Buffer, stream: 'stdout' | 'stderr'): void => output(decoders[stream].write(piece));
  const { exitCode, endedBy, stopped } = await runProgram({ ...run, onOutput });
  if (stopped !== null) return failed('time-limit', `${program} was ended`, exitCode);
  if (exitCode === 0) return { result: 'done', summary: `${program} ended with exit code 0.`, exitStatus: 0 };
  const how = endedBy === null ? `exit code ${exitCode}` : `the signal ${endedBy}`;
  return failed('command-failed', `${program} ended with ${how}`, exitCode);
}

/** Whether a program that repairs may be run, without running it: a dry run. @param folder as above */
export async function checkRecoveryProgram(
  folder: string | null,
  settings: Pick<ProgramSettings, 'program' | 'workingFolder' | 'user'>,
  signal: AbortSignal,
): Promise<RecoveryOutcome> {
  if (folder === null) return refused(NO_FOLDER);
  try {
    await locateProgram(folder, settings, signal);
  } catch (error) {
    if (error instanceof ProgramRefusedError) return refused(error.message);
    throw error;
  }
  const as = settings.user === null ? 'as the evaluator itself' : `as ${settings.user}`;
  return { result: 'done', summary: `${settings.program} may be run here, ${as}. It was not run.`, exitStatus: null };
}

/** The program was ended or ended by itself: what it did until then is not known when it was ended by us. */
function failed(code: 'time-limit' | 'command-failed', detail: string, exitStatus: number | null): RecoveryOutcome {
  return { result: code === 'time-limit' ? 'unknown' : 'failed', code, detail, exitStatus };
}

function refused(detail: string): RecoveryOutcome {
  return { result: 'failed', code: 'program-refused', detail, exitStatus: null };
}
