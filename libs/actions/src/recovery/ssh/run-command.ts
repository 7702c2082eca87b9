import { StringDecoder } from 'node:string_decoder';
import type { Client, ClientChannel } from 'ssh2';
import { oneLine } from '../../outcomes.js';
import type { RemoteCommand } from './remote-command.js';
import { SshFailure } from './ssh-failure.js';

export interface CommandOptions {
  /** Told all that the command writes, as it comes. Without it people do not see it. */
  readonly output?: (text: string) => void;
  /** Called when the machine has begun to run it. */
  readonly onStarted?: () => void;
  /** Ends its standard input at once. It can not be sent a signal any more then. */
  readonly closeInput?: boolean;
}

export interface CommandResult {
  /** Null when a signal ended it, or when the machine does not say. */
  readonly status: number | null;
  /** Such as `SIGTERM`. */
  readonly signal: string | null;
  /** The begin of what it wrote, at most a million UTF-16 units. */
  readonly stdout: string;
  /** As much of what it complained. */
  readonly stderr: string;
}

const MAX_CAPTURED = 1_000_000;

/**
 * How long the output of a command that has ended may pause, and go on at all, milliseconds. What it left behind may hold it
 * open, or write to it.
 */
const LAST_OUTPUT_MS = 1_000;
const ALL_LAST_OUTPUT_MS = 30_000;

/**
 * Runs a command on a connection. Its output is passed on piece by piece, at the pace of the receiver; the begin is kept.
 * @param closing ends it early, with SIGKILL
 * @throws SshFailure when the machine does not run it
 */
export function runCommand(
  client: Pick<Client, 'exec'>,
  command: RemoteCommand,
  options: CommandOptions,
  closing: AbortSignal,
): Promise<CommandResult> {
  return new Promise((resolve, reject) => {
    const refused = (error: Error): void =>
      reject(new SshFailure('command-failed', `it does not run commands: ${oneLine(error.message, 200)}.`));
    try {
      client.exec(command, { pty: false }, (error, channel) => {
        // Listened to at once: all that a quick command has to say may stand in the packet that ssh2 is just reading.
        if (error === undefined) follow(channel, options, closing).then(resolve, reject);
        else refused(error);
      });
    } catch {
      reject(new SshFailure('connection-lost', 'it had ended before the command was sent.'));
    }
  });
}

async function follow(channel: ClientChannel, options: CommandOptions, closing: AbortSignal): Promise<CommandResult> {
  const kill = (): void => {
    channel.signal('KILL');
    channel.close();
  };
  closing.addEventListener('abort', kill, { once: true });
  try {
    const stdout = collect(channel, options, closing);
    const stderr = collect(channel.stderr, options, closing);
    const end = untilEnd(channel);
    options.onStarted?.();
    if (options.closeInput === true) channel.end();
    return { ...(await end), stdout: stdout(), stderr: stderr() };
  } finally {
    closing.removeEventListener('abort', kill);
  }
}

/** Passes on what comes; gives a function for what was kept of it. */
function collect(stream: NodeJS.ReadableStream, { output }: CommandOptions, closing: AbortSignal): () => string {
  const decoder = new StringDecoder('utf8');
  let kept = '';
  const take = (text: string): void => {
    if (text === '' || closing.aborted) return;
    if (kept.length < MAX_CAPTURED) kept += text.slice(0, MAX_CAPTURED - kept.length);
    output?.(text);
  };
  stream.on('data', (piece: Buffer) => take(decoder.write(piece)));
  stream.on('end', () => take(decoder.end()));
  return () => kept;
}

/** The end of the command and of all that it wrote. */
function untilEnd(channel: ClientChannel): Promise<Pick<CommandResult, 'status' | 'signal'>> {
  return new Promise((resolve) => {
    let end: Pick<CommandResult, 'status' | 'signal'> = { status: null, signal: null };
    const timers: NodeJS.Timeout[] = [];
    const done = (): void => {
      for (const timer of timers) clearTimeout(timer);
      channel.close();
      resolve(end);
    };
    channel.once('exit', (status: number | null, signal?: string) => {
      end = { status, signal: signal ?? null };
      const idle = setTimeout(done, LAST_OUTPUT_MS);
      timers.push(idle, setTimeout(done, ALL_LAST_OUTPUT_MS));
      for (const stream of [channel, channel.stderr]) stream.on('data', () => idle.refresh());
    });
    const closed = new Promise((ended) => channel.once('close', ended));
    // The end of the channel does not wait for what is still to be read of the other stream.
    const complained = new Promise((ended) => channel.stderr.once('end', ended));
    void Promise.all([closed, complained]).then(done);
  });
}
