import type { externalProcessSettings } from '@twotwenty/contracts/actions/external-process';
import type { plainSecretSchema } from '@twotwenty/contracts/secret';
import { render } from '@twotwenty/domain/alerting/template';
import type { TokenValues } from '@twotwenty/domain/alerting/template-tokens';
import type { z } from 'zod';
import { findProgram, findWorkingFolder } from './find-program.js';
import { programIdentity } from './program-identity.js';
import type { ProgramRun } from './run-program.js';

/** Which program is run, and how, with its secrets in the clear. */
export type ProgramSettings = z.output<ReturnType<typeof externalProcessSettings<typeof plainSecretSchema>>>;

/**
 * Everything that it takes to run a program of the folder that is allowed for it.
 * @param values of the tokens in its arguments and its environment
 * @param input on its standard input
 * @throws ProgramRefusedError for a program, folder or user that is not there or not allowed
 */
export async function prepareProgram(
  folder: string,
  settings: ProgramSettings,
  values: TokenValues,
  input: string,
  signal: AbortSignal,
): Promise<ProgramRun> {
  return {
    ...(await locateProgram(folder, settings, signal)),
    arguments: settings.arguments.map((argument) => withoutNul(render(argument, values))),
    environment: environmentOf(settings, values),
    input,
    timeoutMs: settings.timeoutSeconds * 1000,
    signal,
  };
}

/**
 * Finds a program and as whom it is run, without running it.
 * @throws ProgramRefusedError as above
 */
export async function locateProgram(
  folder: string,
  { program, workingFolder: place, user }: Pick<ProgramSettings, 'program' | 'workingFolder' | 'user'>,
  signal: AbortSignal,
): Promise<Pick<ProgramRun, 'path' | 'workingFolder' | 'identity'>> {
  const [path, workingFolder, identity] = await Promise.all([
    findProgram(folder, program),
    findWorkingFolder(folder, place),
    user === null ? null : programIdentity(user, signal),
  ]);
  return { path, workingFolder, identity };
}

const INHERITED = ['PATH', 'LANG', 'TZ'] as const;

function environmentOf(settings: ProgramSettings, values: TokenValues): Record<string, string> {
  const inherited = INHERITED.flatMap((name) => {
    const value = process.env[name];
    return value === undefined ? [] : [[name, value] as const];
  });
  const own = settings.environment.map(({ name, value }) => [name, withoutNul(render(value, values))] as const);
  const secret = settings.secretEnvironment.map(({ name, value }) => [name, value] as const);
  return Object.fromEntries([...inherited, ...own, ...secret]);
}

/** NUL ends an argument; no value has one, but the start would fail over it. */
function withoutNul(text: string): string {
  return text.replaceAll('\0', '');
}
