import { isIP } from 'node:net';
import { type Command, InvalidArgumentError } from 'commander';
import { EXIT } from '../exit-codes.js';
import { parseAddress, type ServerAddress } from '../parse-address.js';
import type { Terminal } from '../terminal.js';
import { DEFAULT_URL, refuseBadUrl } from './controller-url.js';
import { refuseBadEhloName } from './ehlo-name.js';
import { readTimeout } from './probe-arguments.js';

interface DoctorFlags {
  readonly url?: string;
  readonly port25Host: readonly ServerAddress[];
  readonly offline: boolean;
  readonly ehlo?: string;
  readonly publicAddress: readonly string[];
  readonly dnsServer: readonly string[];
  readonly timeout: number;
  readonly json: boolean;
}

/** Adds `twotwenty doctor`: is this machine fit to probe, and does it reach what it needs? */
export function addDoctorCommand(program: Command, terminal: Terminal): void {
  const command = program
    .command('doctor')
    .description('check this machine and what it needs: port 25, reverse DNS, Postgres, Redis, the controller, workers')
    .option('--url <url>', `address of a controller (default: ${DEFAULT_URL})`)
    .option(
      '--port-25-host <host[:port]>',
      'try port 25 with this host in place of well-known ones; repeatable',
      addHost,
      [],
    )
    .option('--offline', 'connect to no mail server', false)
    .option('--ehlo <name>', 'the EHLO name to check (default: EHLO_NAME, else the host name)')
    .option(
      '--public-address <ip>',
      'an address that servers see; repeatable (default: PUBLIC_ADDRESSES, else its own)',
      addAddress,
      [],
    )
    .option('--dns-server <ip[:port]>', 'ask this name server about the reverse DNS; repeatable', addDnsServer, [])
    .option('--timeout <seconds>', 'time for everything', readTimeout, 30)
    .option('--json', 'one JSON object', false)
    .addHelpText('after', HELP)
    .action(async (flags: DoctorFlags) => {
      refuseBadUrl(flags.url, command);
      await refuseBadEhloName(flags.ehlo, command);
      terminal.exitWith(await runDoctor(flags, terminal));
    });
}

const HELP = `
Looks at DATABASE_URL, REDIS_URL and ADMIN_TOKEN; what is not set is not checked. With ADMIN_TOKEN it shows the workers too.

Exit codes: 0 all is well or there are only warnings, 2 something has failed, 3 wrong usage or settings.`;

async function runDoctor(flags: DoctorFlags, terminal: Terminal): Promise<number> {
  // Loaded only now: what the doctor needs must not slow down a probe.
  const [{ readDoctorConfig }, { ConfigurationError }, { examine }, report] = await Promise.all([
    import('@twotwenty/config/apps'),
    import('@twotwenty/config/environment'),
    import('../doctor/examine.js'),
    import('../doctor/report.js'),
  ]);
  const wanted = {
    limitMs: flags.timeout * 1000,
    hosts: flags.port25Host,
    isOffline: flags.offline,
    ehloName: flags.ehlo,
    publicAddresses: flags.publicAddress.length > 0 ? flags.publicAddress : undefined,
    dnsServers: flags.dnsServer.length > 0 ? flags.dnsServer : undefined,
    controllerUrl: flags.url ?? DEFAULT_URL,
    isControllerExpected: flags.url !== undefined,
  };
  let config;
  try {
    config = readDoctorConfig();
  } catch (error) {
    if (!(error instanceof ConfigurationError)) throw error;
    terminal.err(`error: ${error.message}\n`);
    return EXIT.unknown;
  }
  const findings = await examine(wanted, config);
  terminal.out(`${flags.json ? report.formatReportJson(findings) : report.formatReport(findings)}\n`);
  return report.hasFailed(findings) ? EXIT.failed : EXIT.passed;
}

function addHost(text: string, before: readonly ServerAddress[]): ServerAddress[] {
  try {
    return [...before, parseAddress(text)];
  } catch (error) {
    if (error instanceof RangeError) throw new InvalidArgumentError(error.message);
    throw error;
  }
}

function addAddress(text: string, before: readonly string[]): string[] {
  if (isIP(text) !== 0) return [...before, text];
  throw new InvalidArgumentError('It must be an IP address such as 192.0.2.7 or 2001:db8::7.');
}

function addDnsServer(text: string, before: readonly string[]): string[] {
  const host = /^\[(.*)\]:\d{1,5}$/.exec(text)?.[1] ?? /^([^:]*):\d{1,5}$/.exec(text)?.[1] ?? text;
  if (isIP(host) !== 0) return [...before, text];
  throw new InvalidArgumentError(
    'It must be an IP address such as 192.0.2.53, 192.0.2.53:5353 or [2001:db8::53]:5353.',
  );
}
