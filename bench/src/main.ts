import { Command, Option } from 'commander';
import { InterruptedError } from './clean-up.js';
import { listsText } from './lists/report.js';
import { runLists, type ListsOptions } from './lists/run.js';
import { MissingError } from './missing.js';
import { positiveNumber, resolveLoad, wholeNumber, wholeNumbers, type LoadOptions } from './options.js';
import { printFigures } from './output.js';
import { peersText } from './peers/report.js';
import { runPeers, type PeersOptions } from './peers/run.js';
import { pipelineText } from './pipeline/report.js';
import { runPipeline, type PipelineOptions } from './pipeline/run.js';
import { scheduleText } from './schedule/report.js';
import { runSchedule } from './schedule/run.js';
import { smtpText } from './smtp/report.js';
import { runSmtp, type SmtpOptions } from './smtp/run.js';
import { stormText } from './storm/report.js';
import { runStorm, type StormOptions } from './storm/run.js';
import { CHANNEL_FAILURES } from './storm/timeline.js';

type WithJson<Options> = Options & { readonly json: boolean };

const program = new Command('bench')
  .description('Measures TwoTwenty. Figures go to standard output, progress to standard error.')
  .showHelpAfterError('(--help shows the options)');

program
  .command('smtp')
  .description('the SMTP probe against a bare loop, blackbox_exporter and check_smtp: speed, CPU and memory')
  .option('--runs <n>', 'rounds with a run of each, of which the median counts', wholeNumber(1), 5)
  .option('--probes <n>', 'probes in each run', wholeNumber(1), 20_000)
  .option('--concurrency <n>', 'sessions at once', wholeNumber(1), 100)
  .option('--no-peers', "leave out blackbox_exporter and check_smtp, which come from Debian's packages")
  .option('--blackbox-probes <n>', 'probes in each run of blackbox_exporter', wholeNumber(1), 3000)
  .option('--check-smtp-probes <n>', 'probes in each run of check_smtp', wholeNumber(1), 1000)
  .option('--sessions <n>', 'sessions held at once for the memory figure; 0 leaves it out', wholeNumber(0), 2000)
  .option('--tls-probes <n>', 'probes with STARTTLS in each run; 0 leaves them out', wholeNumber(0), 2000)
  .option('--tls-sessions <n>', 'sessions with TLS held at once; 0 leaves them out', wholeNumber(0), 2000)
  .option('--profile <folder>', 'write CPU profiles of the probe and the bare loop there (slower)')
  .option('--json', 'one line of JSON', false)
  .action(async ({ json, ...options }: WithJson<SmtpOptions>) => {
    const figures = await runSmtp(options);
    printFigures(figures, json, () => smtpText(figures));
  });

/** The options of everything that runs the pipeline. */
function pipelineCommand(name: string, description: string): Command {
  return program
    .command(name)
    .description(description)
    .option('--monitors <n>', 'number of monitors', wholeNumber(1, 10_000_000))
    .option('--delay <seconds>', 'time between two tests of a monitor', positiveNumber)
    .option('--rate <n>', 'tests a second: monitors / delay; give two of the three', positiveNumber)
    .option('--seconds <n>', 'measured time', positiveNumber, 30)
    .option('--warm-up <seconds>', 'time before it', positiveNumber, 15)
    .addOption(new Option('--queue <place>', 'where the queue is').choices(['redis', 'postgres']).default('redis'))
    .option('--workers <n>', 'worker processes', wholeNumber(1, 100), 1)
    .option('--evaluators <n>', 'evaluator processes', wholeNumber(1, 100), 1)
    .option('--controllers <n>', 'controller processes', wholeNumber(1, 100), 1)
    .option('--sinks <n>', 'smtp-sink processes', wholeNumber(1, 100), 1)
    .option('--slow-seconds <n>', 'how long they take to answer QUIT, 2 s at most', wholeNumber(0, 2), 0)
    .option('--max-sessions <n>', 'sessions that a worker may hold at once', wholeNumber(1, 10_000), 500)
    .option('--profile <folder>', "write the apps' CPU profiles there (slower)")
    .option('--json', 'one line of JSON', false);
}

type PipelineArguments = WithJson<Omit<PipelineOptions, 'load'> & LoadOptions>;

pipelineCommand(
  'pipeline',
  'all of it: Postgres, queue, controllers, workers, evaluators and smtp-sink on this machine',
).action(async ({ json, ...options }: PipelineArguments, command: Command) => {
  const figures = await runPipeline({ ...options, load: loadOf(options, command) });
  printFigures(figures, json, () => pipelineText(figures));
});

pipelineCommand('peers', 'all of it, between runs of blackbox_exporter and check_smtp: probes a second')
  .option(
    '--rounds <n>',
    'rounds of the pipeline between runs of the peers, of which the median counts',
    wholeNumber(1),
    3,
  )
  .option('--runs <n>', 'runs of each peer before, between and after them', wholeNumber(1), 3)
  .option('--blackbox-probes <n>', 'probes in each run of blackbox_exporter', wholeNumber(1), 6000)
  .option('--check-smtp-probes <n>', 'probes in each run of check_smtp', wholeNumber(1), 2000)
  .option('--concurrency <n>', 'probes of blackbox_exporter at once', wholeNumber(1), 100)
  .action(async (options: PipelineArguments & Omit<PeersOptions, 'pipeline'>, command: Command) => {
    const { json, rounds, runs, blackboxProbes, checkSmtpProbes, concurrency, ...pipeline } = options;
    const figures = await runPeers({
      pipeline: { ...pipeline, load: loadOf(pipeline, command) },
      rounds,
      runs,
      blackboxProbes,
      checkSmtpProbes,
      concurrency,
    });
    printFigures(figures, json, () => peersText(figures));
  });

program
  .command('schedule')
  .description('the schedule and the decisions in Postgres alone, with ever more monitors')
  .option('--monitors <n...>', 'numbers of monitors, measured one after the other', wholeNumbers(1, 20_000_000))
  .option('--tests <n>', 'tests begun and decided with each of them', wholeNumber(1), 100_000)
  .option('--json', 'one line of JSON', false)
  .action(async ({ json, monitors, tests }: WithJson<{ monitors?: number[]; tests: number }>) => {
    const figures = await runSchedule({ sizes: monitors ?? [1000, 10_000, 100_000, 250_000], tests });
    printFigures(figures, json, () => scheduleText(figures));
  });

program
  .command('storm')
  .description('all monitors go down and come back while the channel of their alerts is down; exits with 1 for a fault')
  .option('--monitors <n>', 'number of monitors', wholeNumber(1, 10_000_000), 10_000)
  .option('--actions <n>', 'webhooks that are told of every alert', wholeNumber(1, 32), 2)
  .option('--up-delay <seconds>', 'time between two tests of a monitor that is up or lost', positiveNumber, 30)
  .option('--warn-delay <seconds>', 'the same for one that failed', positiveNumber, 10)
  .option('--down-delay <seconds>', 'the same for one that is down', positiveNumber, 60)
  .option('--failures-per-alert <n>', 'failed tests for each alert', wholeNumber(1, 100), 2)
  .option('--max-alerts <n>', 'alerts until a monitor is lost', wholeNumber(1, 100), 2)
  .option('--outage-seconds <n>', 'how long the targets are down', positiveNumber, 200)
  .option('--channel-down-after <seconds>', 'from the stop of the targets on', positiveNumber, 25)
  .option('--channel-down-seconds <n>', 'how long the channel is down', positiveNumber, 300)
  .addOption(
    new Option('--channel-failure <how>', 'mix: 503 for half of the time, then refused connections')
      .choices(CHANNEL_FAILURES)
      .default('mix'),
  )
  .option('--settle-limit <seconds>', 'how long it may take until all is told', positiveNumber, 900)
  .addOption(new Option('--queue <place>', 'where the queue is').choices(['redis', 'postgres']).default('redis'))
  .option('--workers <n>', 'worker processes', wholeNumber(1, 100), 2)
  .option('--evaluators <n>', 'evaluator processes', wholeNumber(1, 100), 2)
  .option('--controllers <n>', 'controller processes', wholeNumber(1, 100), 1)
  .option('--sinks <n>', 'smtp-sink processes', wholeNumber(1, 100), 2)
  .option('--max-sessions <n>', 'sessions that a worker may hold at once', wholeNumber(1, 10_000), 500)
  .option('--profile <folder>', "write the apps' CPU profiles there (slower)")
  .option('--json', 'one line of JSON', false)
  .action(async ({ json, ...options }: WithJson<StormOptions>) => {
    const figures = await runStorm(options);
    printFigures(figures, json, () => stormText(figures));
    if (!figures.faultless) process.exitCode = 1;
  });

program
  .command('lists')
  .description(
    'how fast lists, counts and the page of a monitor answer with many monitors: the API, and pages in a browser',
  )
  .option('--monitors <n>', 'number of monitors', wholeNumber(1000, 1_000_000), 50_000)
  .option('--devices <n>', 'number of devices', wholeNumber(2, 100_000), 2000)
  .option('--incidents <n>', 'incidents that are over', wholeNumber(1, 10_000_000), 20_000)
  .option('--audit-entries <n>', 'entries of the audit log', wholeNumber(1, 10_000_000), 20_000)
  .option(
    '--busy-delay <seconds>',
    'time between two tests of the monitor with the longest past, 90 days',
    positiveNumber,
    10,
  )
  .option('--rounds <n>', 'how often each question is asked, and each page looked at', wholeNumber(1), 10)
  .option('--load-rate <n>', 'tests a second that are decided meanwhile, where there is load', positiveNumber, 200)
  .option('--no-browser', 'ask the API alone')
  .option('--json', 'one line of JSON', false)
  .action(async ({ json, ...options }: WithJson<ListsOptions>) => {
    const figures = await runLists(options);
    printFigures(figures, json, () => listsText(figures));
  });

function loadOf(options: LoadOptions, command: Command): PipelineOptions['load'] {
  try {
    return resolveLoad(options);
  } catch (error) {
    command.error(`error: ${error instanceof Error ? error.message : String(error)}`);
  }
}

try {
  await program.parseAsync();
} catch (error) {
  const interrupted = error instanceof InterruptedError;
  if (error instanceof MissingError) process.stderr.write(`${error.message}\n`);
  else if (!interrupted) process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
  process.exitCode = interrupted ? 130 : 1;
}
