import { StringDecoder } from 'node:string_decoder';
import { runProgram } from '../../external-process/run-program.js';
import type { LookingContext, RecoveryTarget } from '../recovery-method.js';
import { configurationIn, sambaEnvironment, type SambaProgram } from '../samba-program.js';
import type { NetCredential } from './net-credential.js';

/** What is the same for all commands of one repair. */
export interface NetSession {
  readonly program: SambaProgram;
  /** As `withSambaFolder` gives it. */
  readonly folder: string;
  readonly target: RecoveryTarget;
  readonly credential: NetCredential;
  readonly context: Pick<LookingContext, 'signal' | 'output'>;
}

export interface NetResult {
  /** Null when a signal ended it. */
  readonly exitStatus: number | null;
  /** The time was over: it was ended, or not even started. */
  readonly stopped: boolean;
  readonly standardOutput: string;
  readonly errors: string;
}

/** How much of each stream is looked at; a large Windows has 40 KiB of services. */
const MAX_CHARACTERS = 1024 * 1024;

/** The signal ends a command; this is for one that nobody ends. */
const TIME_LIMIT_MS = 60 * 60 * 1000;

/** net(8) reads the password from its descriptor anew for each connection, one line each time. */
const PASSWORD_LINES = 32;

/**
 * Runs Samba's net(8). The password reaches it by a pipe that only this process and net have: it stands in no argument, no
 * environment and no file.
 * @param command with its own arguments, such as `['rpc', 'service', 'status', '--', 'SMTPSVC']`
 * @param quiet true: what it prints is not passed on, as for the tenth look at the same service
 */
export async function runNet(session: NetSession, command: readonly string[], quiet = false): Promise<NetResult> {
  const { program, folder, target, credential, context } = session;
  if (context.signal.aborted) return { exitStatus: null, stopped: true, standardOutput: '', errors: '' };
  const texts = { stdout: '', stderr: '' };
  const decoders = { stdout: new StringDecoder('utf8'), stderr: new StringDecoder('utf8') };
  const result = await runProgram({
    path: program.path,
    arguments: [
      `--configfile=${configurationIn(folder)}`,
      `--server=${target.machine}`,
      `--ipaddress=${target.address}`,
      `--port=${target.port}`,
      `--user=${credential.user}`,
      // Without it, net does not say why a pipe could not be opened, nor why its first way to shut a machine down failed.
      '--debuglevel=1',
      ...command,
    ],
    environment: { ...sambaEnvironment(folder, program), PASSWD_FD: '3' },
    workingFolder: folder,
    identity: null,
    input: '',
    secretInput: `${credential.password}\n`.repeat(PASSWORD_LINES),
    onOutput: (piece, stream) => {
      const text = decoders[stream].write(piece);
      texts[stream] = (texts[stream] + text).slice(0, MAX_CHARACTERS);
      if (!quiet) context.output(text);
    },
    timeoutMs: TIME_LIMIT_MS,
    signal: context.signal,
  });
  return {
    exitStatus: result.exitCode,
    stopped: result.stopped !== null,
    standardOutput: texts.stdout,
    errors: texts.stderr,
  };
}
