import { parseArgs } from 'node:util';
import { messageOf, UserError } from './errors.mjs';

/** In the order in which they run: what is quick to fail comes first. */
export const STEPS = /** @type {const} */ ([
  'bundle',
  'lint',
  'format',
  'types',
  'unit',
  'integration',
  'conformance',
  'e2e',
  'web',
]);

/** Look at files alone, each with one core: they run side by side. */
const CHECKS = /** @type {readonly string[]} */ (['bundle', 'lint', 'format', 'types']);

/** Only run when they are asked for: what they need is not there on every machine. */
export const FURTHER_STEPS = /** @type {const} */ (['cluster']);

const ALL_STEPS = [...STEPS, ...FURTHER_STEPS];

/** @typedef {typeof ALL_STEPS[number]} StepName */

export const TEST_HELP = `Checks and tests everything; stops at the first step that fails.

Usage: npm test [-- options] [filter…]

  --only a,b   only these steps: ${STEPS.join(', ')};
               or ${FURTHER_STEPS.join(', ')}, which needs Docker and is run only then
  --help       show this

A filter is a part of a spec's path; only the specs that match one are run.
Packages and build are always brought up to date first.
`;

/**
 * @param {readonly string[]} args
 * @returns {{ help: boolean, steps: StepName[], filters: string[] }}
 */
export function readTestOptions(args) {
  const { values, positionals } = parse(args);
  const names = values.only?.split(',').map((name) => name.trim());
  const unknown = names?.filter((name) => !ALL_STEPS.some((step) => step === name)) ?? [];
  if (unknown.length > 0) {
    throw new UserError(`No step is called "${unknown.join('", "')}". The steps are: ${ALL_STEPS.join(', ')}`, {
      exitCode: 3,
    });
  }
  const steps = names ? ALL_STEPS.filter((step) => names.includes(step)) : [...STEPS];
  return { help: values.help ?? false, steps, filters: positionals };
}

/**
 * @param {readonly StepName[]} steps in their order
 * @returns {StepName[][]} the same; those that stand together run side by side
 */
export function stagesOf(steps) {
  const checks = steps.filter((step) => CHECKS.includes(step));
  const others = steps.filter((step) => !CHECKS.includes(step));
  return [...(checks.length > 0 ? [checks] : []), ...others.map((step) => [step])];
}

/** @param {readonly string[]} args */
function parse(args) {
  try {
    return parseArgs({
      args: [...args],
      options: { only: { type: 'string' }, help: { type: 'boolean', short: 'h' } },
      allowPositionals: true,
    });
  } catch (error) {
    throw new UserError(`${messageOf(error)}\nTry: npm test -- --help`, { exitCode: 3 });
  }
}
