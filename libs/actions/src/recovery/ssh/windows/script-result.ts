import { RECOVERY_CODE_NAMES } from '@twotwenty/domain/recovery/recovery-codes';
import { z } from 'zod';
import { oneLine } from '../../../outcomes.js';
import type { CommandResult } from '../run-command.js';
import { SshFailure } from '../ssh-failure.js';
import { MARKER } from './scripts.js';

const failureSchema = z.object({ ok: z.literal(false), code: z.enum(RECOVERY_CODE_NAMES), detail: z.string() });

export const lookSchema = z.object({
  ok: z.literal(true),
  admin: z.boolean(),
  services: z.array(z.object({ name: z.string(), found: z.boolean(), startType: z.string() })),
});
export const restartSchema = z.object({ ok: z.literal(true), services: z.array(z.string()) });
export const rebootSchema = z.object({ ok: z.literal(true) });
export const listSchema = z.object({
  ok: z.literal(true),
  services: z.array(z.object({ name: z.string(), description: z.string().nullable(), state: z.string() })),
});

/**
 * What a script told.
 * @throws SshFailure what it told to have failed; `wrong-protocol` when there is no PowerShell; when it told nothing that
 * can be understood, it is not known what it did
 */
export function readScriptResult<T extends z.ZodType>(result: CommandResult, schema: T): z.output<T> {
  const { status, stdout, stderr } = result;
  const line = stdout
    .split('\n')
    .map((text) => text.trim())
    .findLast((text) => text.startsWith(MARKER));
  if (line === undefined) throw withoutResult(result);
  const parsed = z.union([failureSchema, schema]).safeParse(parseJson(line.slice(MARKER.length)));
  if (!parsed.success) {
    const detail = `what PowerShell answered can not be understood. ${oneLine(stderr, 200)}`.trim();
    throw new SshFailure('command-failed', detail, { exitStatus: status, uncertain: true });
  }
  const failure = failureSchema.safeParse(parsed.data);
  if (!failure.success) return parsed.data as z.output<T>;
  throw new SshFailure(failure.data.code, oneLine(failure.data.detail, 1_000), { exitStatus: status });
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** What cmd.exe, PowerShell and POSIX shells answer when there is no such program. */
const NO_PROGRAM = /not recognized|not found|No such file/i;

function withoutResult({ status, signal, stdout, stderr }: CommandResult): SshFailure {
  const said = oneLine(stderr === '' ? stdout : stderr, 200);
  if (status !== 0 && NO_PROGRAM.test(said)) {
    return new SshFailure('wrong-protocol', `it has no powershell.exe: ${said}`, { exitStatus: status });
  }
  const end = signal ?? `exit status ${status ?? 'unknown'}`;
  const detail = `PowerShell ended without a result (${end}). ${said}`.trim();
  return new SshFailure('command-failed', detail, { exitStatus: status, uncertain: true });
}

/**
 * Passes on what a script writes for people, without the line of its result.
 * @param output gets pieces as they come; a line that may become the result is held back until that is clear
 */
export function withoutResultLine(output: (text: string) => void): (text: string) => void {
  let held = '';
  let passing = false;
  return (text) => {
    for (const piece of text.split(/(?<=\n)/)) {
      held = passing ? piece : held + piece;
      const undecided = !held.endsWith('\n') && MARKER.startsWith(held.slice(0, MARKER.length));
      const isResult = held.startsWith(MARKER);
      if (passing || !(undecided || isResult)) {
        output(held);
        passing = !held.endsWith('\n');
        held = '';
      } else if (held.endsWith('\n')) held = '';
      else if (isResult) held = MARKER;
    }
  };
}
