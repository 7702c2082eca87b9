import { type Command, InvalidArgumentError, Option } from 'commander';
import { type ProbeResult, type ProbeTarget, SECURITIES, type Security } from '@twotwenty/domain/probe';
import { ProbeUnavailableError } from '@twotwenty/smtp/errors';
import { probe } from '@twotwenty/smtp/probe';
import { EXIT } from '../exit-codes.js';
import { formatJson } from '../format/json.js';
import { formatNagios, formatNagiosUnknown } from '../format/nagios.js';
import { formatText } from '../format/text.js';
import { parseAddress, type ServerAddress } from '../parse-address.js';
import type { Terminal } from '../terminal.js';

const FORMATS = { text: formatText, json: formatJson, nagios: formatNagios } as const satisfies Record<
  string,
  (result: ProbeResult) => string
>;
const MAX_TIMEOUT_SECONDS = 3600;
/** RFC 8314 §3.3 for TLS from the start, RFC 5321 §4.5.4.2 for the rest. */
const DEFAULT_PORTS: Readonly<Record<Security, number>> = { none: 25, starttls: 25, tls: 465 };

interface ProbeFlags {
  readonly timeout: number;
  readonly security: Security;
  readonly ehlo?: string;
  readonly strictQuit: boolean;
  readonly ipv4: boolean;
  readonly ipv6: boolean;
  readonly format: keyof typeof FORMATS;
}

/** Adds `twotwenty probe`: one SMTP session from this machine, without any server of ours. */
export function addProbeCommand(program: Command, terminal: Terminal): void {
  program
    .command('probe')
    .description('probe a mail server once: connect, await 220, QUIT')
    .argument('<host[:port]>', 'name or IP address; IPv6 with a port as [::1]:25', readAddress)
    .option('--timeout <seconds>', 'time for everything, name lookup included', readTimeout, 30)
    .addOption(new Option('--security <kind>', 'security of the connection').choices(SECURITIES).default('none'))
    .option('--ehlo <name>', 'also say EHLO, with this name', readEhloName)
    .option('--strict-quit', 'fail if QUIT is not answered with 221', false)
    .addOption(new Option('--ipv4', 'use IPv4 only').default(false).conflicts('ipv6'))
    .addOption(new Option('--ipv6', 'use IPv6 only').default(false).conflicts('ipv4'))
    .addOption(new Option('--format <format>', 'form of the output').choices(Object.keys(FORMATS)).default('text'))
    .addHelpText('after', '\nExit codes: 0 passed, 2 failed, 3 wrong usage or no probe could be made.')
    .action(async (address: ServerAddress, flags: ProbeFlags) => {
      terminal.exitWith(await runProbe(address, flags, terminal));
    });
}

async function runProbe(address: ServerAddress, flags: ProbeFlags, terminal: Terminal): Promise<number> {
  const target: ProbeTarget = {
    host: address.host,
    port: address.port ?? DEFAULT_PORTS[flags.security],
    security: flags.security,
    tls: { certificate: 'require', warnDays: 14, failDays: null },
    addressFamily: flags.ipv4 ? 'ipv4' : flags.ipv6 ? 'ipv6' : 'any',
    ehloName: flags.ehlo ?? null,
    strictQuit: flags.strictQuit,
  };
  try {
    const result = await probe(target, { maxTestDurationMs: flags.timeout * 1000 });
    terminal.out(`${FORMATS[flags.format](result)}\n`);
    return result.ok ? EXIT.passed : EXIT.failed;
  } catch (error) {
    if (!(error instanceof ProbeUnavailableError)) throw error;
    terminal.err(`error: ${error.message}\n`);
    if (flags.format === 'nagios') terminal.out(`${formatNagiosUnknown(error.message)}\n`);
    return EXIT.unknown;
  }
}

function readAddress(text: string): ServerAddress {
  try {
    return parseAddress(text);
  } catch (error) {
    if (error instanceof RangeError) throw new InvalidArgumentError(error.message);
    throw error;
  }
}

function readTimeout(text: string): number {
  const seconds = /^\d+(\.\d+)?$/.test(text) ? Number(text) : NaN;
  if (seconds > 0 && seconds <= MAX_TIMEOUT_SECONDS) return seconds;
  throw new InvalidArgumentError(`It must be a number of seconds above 0, at most ${MAX_TIMEOUT_SECONDS}.`);
}

function readEhloName(text: string): string {
  if (/^[\x21-\x7e]{1,255}$/.test(text)) return text;
  throw new InvalidArgumentError('It must be a host name or an address literal such as [192.0.2.1], without spaces.');
}
