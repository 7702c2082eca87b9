import { Command, InvalidArgumentError } from 'commander';
import { Coverage } from './coverage.js';
import type { Options } from './run.js';

const options = new Command('fuzz')
  .description('Fuzzes the SMTP probe with whole sessions. Figures go to standard output, progress to standard error.')
  .option('--seconds <n>', 'how long; 60 unless there is a number of sessions', wholeNumber(1))
  .option('--sessions <n>', 'how many', wholeNumber(1))
  .option('--seed <n>', 'for the random numbers', wholeNumber(0), Date.now() % 2 ** 32)
  .option('--concurrency <n>', 'sessions at once', wholeNumber(1), 128)
  .option('--tls-one-in <n>', 'one session in so many has TLS', wholeNumber(1), 40)
  .option('--memory-mib <n>', 'resident memory that is a finding', wholeNumber(1), 400)
  .option('--corpus <folder>', 'begins with the inputs there, and writes new ones there')
  .option('--findings <folder>', 'where findings are written', '.data/fuzz')
  .option('--replay <file>', 'runs the input of a finding again, by itself, and shows what comes of it')
  .option('--probe <module>', 'fuzzes the function "probe" of this module in place of the one in libs/smtp')
  .option('--json', 'one line of JSON', false)
  .showHelpAfterError('(--help shows the options)')
  .parse()
  .opts<Options>();

function wholeNumber(least: number): (text: string) => number {
  return (text) => {
    const value = /^\d+$/.test(text) ? Number(text) : NaN;
    if (value >= least) return value;
    throw new InvalidArgumentError(`It must be a whole number from ${least}.`);
  };
}

try {
  // Before anything of the probe is loaded, so that nothing of it is missed.
  const smtp = import.meta.resolve('@twotwenty/smtp/probe');
  const coverage = new Coverage(new URL('.', smtp).href);
  const { run } = await import('./run.js');
  process.exitCode = await run(options, coverage, smtp);
} catch (error) {
  process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
  process.exitCode = 2;
}
