import { z } from 'zod';
import { checkedSecret } from './checked-secret.js';

const MAX_ARGUMENTS = 64;
const MAX_VARIABLES = 32;
const MAX_VALUE_LENGTH = 1024;

// Each of them makes an interpreter or the loader run other code than that of the program which was allowed.
const DANGEROUS_VARIABLE =
  /^(LD_.*|DYLD_.*|GCONV_PATH|PATH|IFS|ENV|BASH_ENV|SHELLOPTS|BASHOPTS|PS4|PERL5.*|PERLLIB|PYTHON.*|RUBY.*|NODE_.*|JAVA_TOOL_OPTIONS|_JAVA_OPTIONS)$/;

const variableNameSchema = z
  .string()
  .regex(/^[A-Za-z_][A-Za-z0-9_]{0,63}$/, 'must be 1 to 64 of A-Z, a-z, 0-9 and _, not beginning with a digit')
  .refine((name) => !DANGEROUS_VARIABLE.test(name), 'must not be a variable that changes which code is run');

/** NUL ends arguments and variables; Node refuses it with an error that repeats the value. */
const hasNoNul = (text: string): boolean => !text.includes('\0');
const NO_NUL = 'must not contain NUL';

const textSchema = z
  .string()
  .max(MAX_VALUE_LENGTH, `must be at most ${MAX_VALUE_LENGTH} characters`)
  .refine(hasNoNul, NO_NUL);

/** Which program is run, where, and as whom. */
export const programFields = {
  program: z
    .string()
    .regex(
      /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/,
      'must be the name of a file without its folder: 1 to 64 of A-Z, a-z, 0-9, . _ and -, not beginning with . _ or -',
    ),
  /** Where it runs, relative to the folder of programs; null: in that folder. */
  workingFolder: z
    .string()
    .regex(
      /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}(\/[A-Za-z0-9][A-Za-z0-9._-]{0,63}){0,7}$/,
      'must be a path below the folder of programs, such as tools/pager',
    )
    .nullable()
    .default(null),
  /** As whom it runs; null: as the service itself. */
  user: z
    .string()
    .regex(/^[a-z_][a-z0-9_.-]{0,31}$/, 'must be the name of a user of this machine')
    .nullable()
    .default(null),
};

/** A program from the folder that is allowed for it. */
export function externalProcessSettings<S extends z.ZodType>(secret: S) {
  return z
    .strictObject({
      program: programFields.program,
      /** Each is one argument, whatever the tokens in it stand for. */
      arguments: z.array(textSchema).max(MAX_ARGUMENTS, `must be at most ${MAX_ARGUMENTS} arguments`).default([]),
      /** Values may hold tokens. */
      environment: z
        .array(z.strictObject({ name: variableNameSchema, value: textSchema }))
        .max(MAX_VARIABLES, `must be at most ${MAX_VARIABLES} variables`)
        .default([]),
      secretEnvironment: z
        .array(z.strictObject({ name: variableNameSchema, value: checkedSecret(secret, hasNoNul, NO_NUL) }))
        .max(MAX_VARIABLES, `must be at most ${MAX_VARIABLES} variables`)
        .default([]),
      workingFolder: programFields.workingFolder,
      user: programFields.user,
      timeoutSeconds: z.int().min(1, 'must be 1 to 300 seconds').max(300, 'must be 1 to 300 seconds').default(30),
    })
    .refine(
      ({ environment, secretEnvironment }) => {
        const names = [...environment, ...secretEnvironment].map(({ name }) => name);
        return new Set(names).size === names.length;
      },
      { path: ['environment'], error: 'must not name the same variable twice, also not among the secret ones' },
    );
}
