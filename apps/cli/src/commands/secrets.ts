import type { Command } from 'commander';
import { EXIT } from '../exit-codes.js';
import { inWords } from '../in-words.js';
import { hideSecrets } from '../secrets.js';
import type { Terminal } from '../terminal.js';

interface RotateFlags {
  readonly dryRun: boolean;
  readonly json: boolean;
}

const HELP = `
Takes DATABASE_URL, SECRETS_KEY and SECRETS_KEYS_ACCEPTED from the environment. Every secret that is not sealed with SECRETS_KEY is
opened with the key it was sealed with and sealed again. It may be stopped at any moment and run again, while everything
else goes on. When it has sealed nothing again and each secret could be opened, the other keys are not needed any more.

Exit codes: 0 every secret is sealed with SECRETS_KEY (with --dry-run: can be), 1 there are some that no key opens,
2 the database can not be used, 3 wrong usage or settings.`;

/** Adds `twotwenty secrets rotate`: seals stored secrets with the key of now. */
export function addSecretsCommand(program: Command, terminal: Terminal): void {
  program
    .command('secrets')
    .description('look after the stored secrets')
    .command('rotate')
    .description('seal all stored secrets with the key of now')
    .option('--dry-run', 'change nothing; tell what would be done', false)
    .option('--json', 'one JSON object', false)
    .addHelpText('after', HELP)
    .action(async (flags: RotateFlags) => terminal.exitWith(await runRotation(flags, terminal)));
}

async function runRotation({ dryRun, json }: RotateFlags, terminal: Terminal): Promise<number> {
  // Loaded only now: what the database needs must not slow down a probe.
  const [{ readRotationConfig }, { ConfigurationError }, { rotateStoredSecrets }, { formatRotation }] =
    await Promise.all([
      import('@twotwenty/config/apps'),
      import('@twotwenty/config/environment'),
      import('../rotation/rotate-stored.js'),
      import('../rotation/report.js'),
    ]);
  let config;
  try {
    config = readRotationConfig();
  } catch (error) {
    if (!(error instanceof ConfigurationError)) throw error;
    terminal.err(`error: ${error.message}\n`);
    return EXIT.unknown;
  }
  try {
    const rotation = await rotateStoredSecrets(config, dryRun);
    terminal.out(`${json ? JSON.stringify(rotation) : formatRotation(rotation)}\n`);
    return rotation.unopened.length === 0 ? EXIT.passed : EXIT.incomplete;
  } catch (error) {
    const hide = hideSecrets([config.databaseUrl], [config.secretsKey, ...config.secretsKeysAccepted]);
    terminal.err(`error: the secrets could not all be looked at: ${hide(inWords(error))}\n`);
    return EXIT.failed;
  }
}
