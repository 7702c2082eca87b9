import { debianPackage, type DebianPackage } from '@twotwenty/testing/debian-packages';
import { freePort } from '@twotwenty/testing/ports';
import { startServer } from '@twotwenty/testing/server-process';
import { temporaryDirectory } from '@twotwenty/testing/temporary-directory';
import { execFile } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { MissingError } from '../missing.js';
import { runCheckSmtp } from './check-smtp.js';
import { runEngine, type Run } from './children.js';
import { EXPORTER_MODULE } from './exporter-session.js';
import type { PeerName, SpeedResult } from './orders.js';

/** How many probes each peer makes in a run, and how many at once. */
export type PeerLoads = Readonly<Record<PeerName, { readonly probes: number; readonly concurrency: number }>>;

/** The peers, ready to be measured. */
export interface Peers {
  /** What they say of themselves. */
  readonly versions: Readonly<Record<PeerName, string>>;
  /** One run of one of them against the server on a port. */
  run(peer: PeerName, port: number): Promise<SpeedResult>;
}

/** The dialogue of the probe, as far as the exporter can be told: the code alone, then QUIT. */
const EXPORTER_CONFIGURATION = `modules:
  ${EXPORTER_MODULE}:
    prober: tcp
    timeout: 30s
    tcp:
      preferred_ip_protocol: ip4
      query_response:
        - expect: "^220"
        - send: "QUIT\\r"
        - expect: "^221"
`;

/**
 * Gets the peers out of Debian's packages and starts the one that is a server.
 * @throws MissingError when one of them can't be had
 */
export async function startPeers(loads: PeerLoads, run: Run): Promise<Peers> {
  const checkSmtpPackage = await peerPackage('monitoring-plugins-basic');
  const exporterPackage = await peerPackage('prometheus-blackbox-exporter');
  const checkSmtp = { command: checkSmtpPackage.path('check_smtp'), env: checkSmtpPackage.env };
  const exporter = { command: exporterPackage.path('prometheus-blackbox-exporter'), env: exporterPackage.env };
  const versions = { blackbox: await versionOf(exporter), checkSmtp: await versionOf(checkSmtp) };
  const server = await startExporter(exporter);
  run.cleanUp.add('blackbox_exporter', () => server.stop());
  return {
    versions,
    run: (peer, port) => {
      run.signal.throwIfAborted();
      if (peer === 'checkSmtp') return runCheckSmtp(checkSmtp, { port, ...loads.checkSmtp }, run);
      const pid = server.pid;
      if (pid === undefined) throw new Error(`blackbox_exporter has ended:\n${server.logs()}`);
      return runEngine<SpeedResult>(
        { task: 'exporter', exporter: { pid, port: server.port }, port, ...loads.blackbox },
        run,
      );
    },
  };
}

interface PeerProgram {
  readonly command: string;
  readonly env: Readonly<Record<string, string>>;
}

async function peerPackage(name: string): Promise<DebianPackage> {
  try {
    return await debianPackage(name);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new MissingError(`The peers can't be measured: ${reason}\n--no-peers leaves them out.`, { cause: error });
  }
}

/** The first line of what `--version` prints. Also shows that the program runs on this machine. */
async function versionOf({ command, env }: PeerProgram): Promise<string> {
  try {
    const { stdout } = await promisify(execFile)(command, ['--version'], { env: { ...process.env, ...env } });
    return (stdout.split('\n')[0] ?? '').replace(/ \(branch.*/, '');
  } catch (error) {
    // The plugins end with status 3 after telling their version.
    const { code, stdout } = error as { code?: unknown; stdout?: string };
    if (code === 3 && stdout !== undefined && stdout !== '') return stdout.split('\n')[0] ?? '';
    throw new MissingError(`${command} does not run: ${String(error)}\n--no-peers leaves the peers out.`, {
      cause: error,
    });
  }
}

async function startExporter({ command, env }: PeerProgram): ReturnType<typeof startServer> {
  const port = await freePort();
  const configuration = join(temporaryDirectory('bench-blackbox'), 'blackbox.yml');
  writeFileSync(configuration, EXPORTER_CONFIGURATION);
  return startServer({
    label: 'blackbox_exporter',
    host: '127.0.0.1',
    port,
    command,
    env,
    args: [`--config.file=${configuration}`, `--web.listen-address=127.0.0.1:${port}`],
    answers: async () => (await fetch(`http://127.0.0.1:${port}/-/healthy`)).ok,
  });
}
