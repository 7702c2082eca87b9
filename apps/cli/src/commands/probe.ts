import { type Command, Option } from 'commander';
import { CERTIFICATE_POLICIES, type ProbeResult, SECURITIES, type TlsPolicy } from '@twotwenty/domain/probe';
import { ProbeUnavailableError } from '@twotwenty/smtp/errors';
import { probe } from '@twotwenty/smtp/probe';
import { EXIT } from '../exit-codes.js';
import { formatJson } from '../format/json.js';
import { formatNagios, formatNagiosUnknown, isWarning } from '../format/nagios.js';
import { formatText } from '../format/text.js';
import type { ServerAddress } from '../parse-address.js';
import type { Terminal } from '../terminal.js';
import { refuseBadEhloName } from './ehlo-name.js';
import { addAuthorities, readAddress, readDays, readTimeout, type TargetFlags, toTarget } from './probe-arguments.js';

const FORMATS = { text: formatText, json: formatJson, nagios: formatNagios } as const satisfies Record<
  string,
  (result: ProbeResult, policy: TlsPolicy) => string
>;

const HELP = `
Certificates are checked against the public authorities; NODE_EXTRA_CA_CERTS=<file> adds to them, --ca-file replaces them.

Exit codes: 0 passed, 2 failed, 3 wrong usage or no probe could be made. With --format nagios also 1: passed, but the
certificate expires within --warn-days, or is outside of its dates and --certificate is report. Other anomalies are named
in the text and warn of nothing.`;

interface ProbeFlags extends TargetFlags {
  readonly timeout: number;
  readonly format: keyof typeof FORMATS;
}

/** Adds `twotwenty probe`: one SMTP session from this machine, without any server of ours. */
export function addProbeCommand(program: Command, terminal: Terminal): void {
  const command = program
    .command('probe')
    .description('probe a mail server once: connect, await 220, QUIT; with EHLO and TLS if asked for')
    .argument('<host[:port]>', 'name or IP address; IPv6 with a port as [::1]:25', readAddress)
    .option('--timeout <seconds>', 'time for everything, name lookup included', readTimeout, 30)
    .option('--ehlo <name>', 'also say EHLO, with this name; STARTTLS says it anyway, with the name of this machine')
    .option('--strict-quit', 'fail if QUIT is not answered with 221', false)
    .addOption(new Option('--ipv4', 'use IPv4 only').default(false).conflicts('ipv6'))
    .addOption(new Option('--ipv6', 'use IPv6 only').default(false).conflicts('ipv4'))
    .addOption(new Option('--format <format>', 'form of the output').choices(Object.keys(FORMATS)).default('text'));
  addTlsOptions(command)
    .addHelpText('after', HELP)
    .action(async (address: ServerAddress, flags: ProbeFlags) => {
      await refuseBadEhloName(flags.ehlo, command);
      terminal.exitWith(await runProbe(address, flags, command, terminal));
    });
}

function addTlsOptions(command: Command): Command {
  return command
    .addOption(
      new Option('--security <kind>', 'starttls, or tls from the start (then the port is 465 unless given)')
        .choices(SECURITIES)
        .default('none'),
    )
    .addOption(
      new Option('--certificate <policy>', 'fail if the certificate is not valid, or only report it')
        .choices(CERTIFICATE_POLICIES)
        .default('require'),
    )
    .option('--warn-days <days>', 'report a certificate that expires in fewer days than this; or none', readDays, 14)
    .option('--fail-days <days>', 'fail if the certificate expires in fewer days than this; or none', readDays, 'none')
    .option('--ca-file <file>', 'trust the authorities in this file (PEM); may be given several times', addAuthorities);
}

async function runProbe(
  address: ServerAddress,
  flags: ProbeFlags,
  command: Command,
  terminal: Terminal,
): Promise<number> {
  const target = toTarget(address, flags, command);
  try {
    const result = await probe(target, {
      maxTestDurationMs: flags.timeout * 1000,
      ...(flags.caFile === undefined ? {} : { trustedCertificates: flags.caFile }),
    });
    terminal.out(`${FORMATS[flags.format](result, target.tls)}\n`);
    if (!result.ok) return EXIT.failed;
    return flags.format === 'nagios' && isWarning(result) ? EXIT.warning : EXIT.passed;
  } catch (error) {
    if (!(error instanceof ProbeUnavailableError)) throw error;
    terminal.err(`error: ${error.message}\n`);
    if (flags.format === 'nagios') terminal.out(`${formatNagiosUnknown(error.message)}\n`);
    return EXIT.unknown;
  }
}
