import { chmodSync, chownSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { debianPackage } from './debian-packages.js';
import { freePort } from './ports.js';
import { startServer, type TestServer } from './server-process.js';
import { smtpGreeting } from './smtp-greeting.js';
import { temporaryDirectory } from './temporary-directory.js';

/** Where Exim listens and how it behaves. */
export interface EximOptions {
  /** A free port by default. */
  port?: number;
  /** 127.0.0.1 by default. */
  host?: string;
  /** More lines for the main section of its configuration, such as `smtp_accept_max = 1` or `acl_smtp_connect = deny`. */
  settings?: readonly string[];
}

/**
 * Starts a real Exim, unpacked from Debian's package. It answers as `mta.test`, accepts every message and throws it away.
 *
 * Exim looks up the user it was compiled for (Debian-exim) and refuses to run without it. nss_wrapper answers that look-up for
 * this process alone: with nobody when we are root, else with our own user. That needs no root, no namespaces and no account.
 * An installed Exim is not used, because it is set-user-id and would therefore ignore our configuration and environment.
 */
export async function startExim({ port, host = '127.0.0.1', settings = [] }: EximOptions = {}): Promise<TestServer> {
  const chosenPort = port ?? (await freePort(host));
  const [exim, nssWrapper] = await Promise.all([debianPackage('exim4-daemon-light'), debianPackage('libnss-wrapper')]);
  const home = temporaryDirectory('exim');
  const configuration = writeConfiguration(home, settings);
  return startServer({
    label: 'Exim',
    host,
    port: chosenPort,
    command: exim.path('exim4'),
    args: ['-C', configuration, '-bdf', '-oX', `<; [${host}]:${chosenPort}`],
    env: {
      LD_LIBRARY_PATH: exim.env.LD_LIBRARY_PATH,
      LD_PRELOAD: nssWrapper.path('libnss_wrapper.so'),
      NSS_WRAPPER_PASSWD: join(home, 'passwd'),
      NSS_WRAPPER_GROUP: join(home, 'group'),
    },
    cwd: home,
    answers: async () => (await smtpGreeting(chosenPort, host)) !== '',
  });
}

const nobody = 65_534;

/** Writes the configuration and the user table; Exim insists that the former belongs to root or to its own user. */
function writeConfiguration(home: string, settings: readonly string[]): string {
  const asRoot = process.getuid?.() === 0;
  const user = asRoot ? nobody : (process.getuid?.() ?? nobody);
  const group = asRoot ? nobody : (process.getgid?.() ?? nobody);
  writeFileSync(
    join(home, 'passwd'),
    `root:x:0:0:root:/root:/bin/sh\nDebian-exim:x:${user}:${group}::${home}:/bin/false\n`,
  );
  writeFileSync(join(home, 'group'), `root:x:0:\nDebian-exim:x:${group}:\n`);
  mkdirSync(join(home, 'spool'));
  if (asRoot) {
    chownSync(join(home, 'spool'), user, group);
    chmodSync(home, 0o755);
  }
  const path = join(home, 'exim.conf');
  writeFileSync(path, configurationText(home, settings), { mode: 0o644 });
  return path;
}

function configurationText(home: string, settings: readonly string[]): string {
  const lines = [
    'primary_hostname = mta.test',
    `spool_directory = ${home}/spool`,
    `log_file_path = ${home}/spool/%slog`,
    'queue_only',
    'keep_environment =',
    'host_lookup =',
    'rfc1413_query_timeout = 0s',
    'smtp_accept_max = 1000',
    'tls_advertise_hosts =',
    'acl_smtp_rcpt = accept',
    'acl_smtp_data = discard',
    // A later line of the same name would be an error in Exim, so the caller's replace ours.
    ...settings,
  ];
  const byName = new Map(lines.map((line) => [line.split('=')[0]?.trim() ?? line, line]));
  return `${[...byName.values()].join('\n')}\n`;
}
