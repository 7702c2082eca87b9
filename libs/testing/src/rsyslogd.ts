import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { debianPackage, findOnPath } from './debian-packages.js';
import { freePort, isListening } from './ports.js';
import { startServer, type TestServer } from './server-process.js';
import { temporaryDirectory } from './temporary-directory.js';

/** A message as rsyslog understood it. */
export interface SyslogRecord {
  /** In words, such as `local0` and `err`. */
  readonly facility: string;
  readonly severity: string;
  readonly timestamp: string;
  readonly hostname: string;
  readonly appName: string;
  readonly processId: string;
  readonly messageId: string;
  readonly structuredData: string;
  readonly message: string;
}

/** A real collector of syslog messages, by UDP and TCP on the same port. */
export interface Rsyslogd extends TestServer {
  /** What it received so far. */
  records(): SyslogRecord[];
}

/** Starts rsyslogd on a free port of 127.0.0.1: one of the PATH, else one unpacked from Debian's package. */
export async function startRsyslogd(): Promise<Rsyslogd> {
  const home = temporaryDirectory('rsyslogd');
  const port = await freePort();
  const { command, env, modules } = await findInstallation();
  const configuration = join(home, 'rsyslog.conf');
  const received = join(home, 'received');
  writeFileSync(configuration, configurationText(home, port, received));
  const server = await startServer({
    label: 'rsyslogd',
    host: '127.0.0.1',
    port,
    command,
    env,
    // In the foreground, without a file for its process id.
    args: ['-n', '-i', 'NONE', '-f', configuration, ...(modules === null ? [] : ['-M', modules])],
    answers: () => isListening(port),
  });
  const records = (): SyslogRecord[] => {
    const lines = existsSync(received) ? readFileSync(received, 'utf8').split('\n') : [];
    return lines.filter((line) => line !== '').map((line) => JSON.parse(line) as SyslogRecord);
  };
  return Object.defineProperty(server as TestServer & { records: typeof records }, 'records', { value: records });
}

async function findInstallation(): Promise<{ command: string; env: Record<string, string>; modules: string | null }> {
  const installed = await findOnPath(['rsyslogd']);
  if (installed !== undefined) return { command: installed, env: {}, modules: null };
  const unpacked = await debianPackage('rsyslog');
  return { command: unpacked.path('rsyslogd'), env: unpacked.env, modules: dirname(unpacked.path('imtcp.so')) };
}

function configurationText(home: string, port: number, received: string): string {
  const fields = {
    facility: 'syslogfacility-text',
    severity: 'syslogseverity-text',
    hostname: 'hostname',
    appName: 'app-name',
    processId: 'procid',
    messageId: 'msgid',
    structuredData: 'structured-data',
    message: 'msg',
  };
  const properties = Object.entries(fields).map(([key, name]) => `%${name}:::jsonf:${key}%`);
  const timestamp = '\\"timestamp\\":\\"%timereported:::date-rfc3339%\\"';
  return `
global(workDirectory="${home}")
module(load="imudp")
module(load="imtcp")
input(type="imudp" address="127.0.0.1" port="${port}")
input(type="imtcp" address="127.0.0.1" port="${port}")
template(name="record" type="string" string="{${[...properties, timestamp].join(',')}}\\n")
action(type="omfile" file="${received}" template="record" flushOnTXEnd="on")
`;
}
