import { type Channel, type DeliveryOutcome, MAX_RESPONSE_LENGTH } from '../channel.js';
import { delivered, notDelivered, OUT_OF_TIME, reasonOf, withoutSecrets } from '../outcomes.js';
import { ProgramRefusedError } from './find-program.js';
import { prepareProgram, type ProgramSettings } from './prepare-program.js';
import { type ProgramResult, runProgram, TERMINATION_GRACE_MS } from './run-program.js';

export type ExternalProcessSettings = ProgramSettings;

export interface ExternalProcessOptions {
  /** Only programs in it may be run. Null: this channel is off. */
  readonly folder: string | null;
}

/** sysexits(3): the program asks to be run again later. Any other failure is final: it may have done half its work. */
const EX_TEMPFAIL = 75;

/** For the search of the program, its last words, and its killing. */
const EXTRA_TIME_MS = TERMINATION_GRACE_MS + 3_000;

/** How long a delivery with these settings may take, milliseconds. A caller that aborts earlier kills the program. */
export function externalProcessTimeLimitMs({
  timeoutSeconds,
}: Pick<ExternalProcessSettings, 'timeoutSeconds'>): number {
  return timeoutSeconds * 1000 + EXTRA_TIME_MS;
}

/** Runs a program for each notice, which it gets as JSON on its standard input. */
export function createExternalProcessChannel({ folder }: ExternalProcessOptions): Channel<ExternalProcessSettings> {
  return {
    async deliver(notice, settings, { signal }) {
      if (folder === null) {
        return notDelivered('external processes are off: this server was given no folder of programs', false);
      }
      if (signal.aborted) return notDelivered(`${settings.program}: not started, ${OUT_OF_TIME}`, true);
      try {
        const input = `${JSON.stringify(notice)}\n`;
        const run = await prepareProgram(folder, settings, notice.incidents[0], input, signal);
        return outcomeOf(await runProgram(run), settings);
      } catch (error) {
        const retryable = signal.aborted || !(error instanceof ProgramRefusedError);
        return notDelivered(`${settings.program} was not started: ${reasonOf(error)}`, retryable);
      }
    },
  };
}

function outcomeOf(result: ProgramResult, settings: ExternalProcessSettings): DeliveryOutcome {
  const secrets = settings.secretEnvironment.map(({ value }) => value);
  const output = withoutSecrets(result.output, secrets).trim();
  // What a program complains of comes last.
  const response = Array.from(output).slice(-MAX_RESPONSE_LENGTH).join('');
  if (result.stopped === null && result.exitCode === 0) {
    return delivered(response === '' ? `${settings.program} ended with exit code 0` : response);
  }
  const error = `${settings.program} ${describeEnd(result, settings)}`;
  return notDelivered(error, result.exitCode === EX_TEMPFAIL, response === '' ? null : response);
}

function describeEnd({ stopped, endedBy, exitCode }: ProgramResult, settings: ExternalProcessSettings): string {
  if (stopped === 'time-limit') return `was ended after its time limit of ${settings.timeoutSeconds} s`;
  if (stopped === 'aborted') return `was ended: ${OUT_OF_TIME}`;
  if (endedBy !== null) return `was ended by the signal ${endedBy}`;
  const hint = exitCode === EX_TEMPFAIL ? ' (EX_TEMPFAIL: to be tried again)' : '';
  return `failed with exit code ${exitCode}${hint}`;
}
