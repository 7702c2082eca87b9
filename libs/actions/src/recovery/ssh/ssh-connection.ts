import { connect, type Socket } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import ssh2, { type Client as SshClient } from 'ssh2';
import { abortable, hostAndPort } from '../../resolve-host.js';
import type { LookingContext, RecoveryTarget } from '../recovery-method.js';
import { failureOfOpening, Opening } from './opening.js';
import { readHostKey } from './host-key.js';
import { logInHandler, openCredential, refuseNewPassword } from './log-in.js';
import type { RemoteCommand } from './remote-command.js';
import { type CommandOptions, type CommandResult, runCommand } from './run-command.js';
import { SshFailure } from './ssh-failure.js';

/** How long a machine may take, milliseconds; all of it within the time limit of the repair. */
export interface SshLimits {
  /** To take the connection; then again to agree on keys. */
  readonly openMs: number;
  /** A machine that is silent is asked for a sign of life this often; it is gone after three in vain. */
  readonly keepaliveMs: number;
}

export const SSH_LIMITS: SshLimits = { openMs: 15_000, keepaliveMs: 5_000 };

/** How long the end of a connection may take before it is torn down, milliseconds. */
const FAREWELL_MS = 300;

/** A machine that was logged in at. */
export interface SshConnection {
  /**
   * Runs one command, without a terminal.
   * @throws SshFailure when the connection breaks or the time is over, or when the machine does not run commands
   */
  exec(command: RemoteCommand, options?: CommandOptions): Promise<CommandResult>;
  /** @throws SshFailure as `exec` */
  pause(milliseconds: number): Promise<void>;
  /** Settles when the connection has ended, whoever ended it. Never rejects. */
  readonly ended: Promise<void>;
}

/**
 * Logs in, does the work, and closes the connection whatever happens. The time limit ends all of it at once; a command
 * that runs then is sent SIGKILL, as far as the machine lets us.
 * @throws SshFailure; what `hostKeys` and `work` throw
 */
export async function withSshConnection<T>(
  target: RecoveryTarget,
  context: LookingContext,
  limits: SshLimits,
  work: (connection: SshConnection) => Promise<T>,
): Promise<T> {
  const outOfTime = (): SshFailure => new SshFailure('time-limit', null);
  if (context.signal.aborted) throw outOfTime();
  const session = new Session(target, context, limits);
  const onAbort = (): void => session.fail(outOfTime());
  context.signal.addEventListener('abort', onAbort, { once: true });
  try {
    await session.open();
    return await work(session);
  } finally {
    context.signal.removeEventListener('abort', onAbort);
    await session.close();
  }
}

// RSA with SHA-1 and MACs with SHA-1 are left out; all else is what ssh2 holds safe. The order of host keys is fixed:
// with another one a machine would show another of its keys, and seem to be another machine.
const ALGORITHMS = {
  serverHostKey: [
    'ssh-ed25519',
    'ecdsa-sha2-nistp256',
    'ecdsa-sha2-nistp384',
    'ecdsa-sha2-nistp521',
    'rsa-sha2-512',
    'rsa-sha2-256',
  ],
  hmac: ['hmac-sha2-256-etm@openssh.com', 'hmac-sha2-512-etm@openssh.com', 'hmac-sha2-256', 'hmac-sha2-512'],
} satisfies ssh2.Algorithms;

class Session implements SshConnection {
  readonly ended: Promise<void>;
  readonly #client: SshClient = new ssh2.Client();
  readonly #broken: Promise<never>;
  readonly #closing = new AbortController();
  /** Ends the whole session with this error; the first one counts. */
  readonly fail: (error: unknown) => void;
  #socket: Socket | undefined;
  #opening: Opening | undefined;
  #ready = false;
  #hostKey: Buffer | undefined;

  constructor(
    private readonly target: RecoveryTarget,
    private readonly context: LookingContext,
    private readonly limits: SshLimits,
  ) {
    let fail: (error: unknown) => void = () => undefined;
    this.#broken = new Promise((_resolve, reject) => {
      fail = reject;
    });
    this.fail = fail;
    this.#broken.catch(() => undefined);
    this.ended = new Promise((resolve) => this.#client.once('close', resolve));
    this.#client.on('error', (error) => this.#break(error));
    this.#client.on('close', () => this.#break(null));
  }

  async open(): Promise<void> {
    const { address, port, credential } = this.target;
    const where = hostAndPort(address, port);
    const logIn = openCredential(credential);
    this.context.step(`Connecting to ${where} by SSH as "${logIn.username}".`);
    const socket = (this.#socket = connect({ host: address, port, noDelay: true }));
    const opening = (this.#opening = new Opening(socket, where, this.limits.openMs, this.fail));
    refuseNewPassword(this.#client, logIn, this.fail);
    const ready = new Promise<void>((resolve) => this.#client.once('ready', resolve));
    this.#client.once('handshake', () => opening.agreed());
    this.#client.connect({
      sock: socket,
      username: logIn.username,
      readyTimeout: 0,
      keepaliveInterval: this.limits.keepaliveMs,
      keepaliveCountMax: 3,
      algorithms: ALGORITHMS,
      hostVerifier: (blob: Buffer) => this.#sameHostKey(blob),
      authHandler: logInHandler(logIn, { beforehand: () => this.#checkHostKey(), fail: this.fail }),
    });
    opening.listen();
    await this.#unlessBroken(ready);
    this.#ready = true;
    this.context.step('Logged in.');
  }

  exec(command: RemoteCommand, options: CommandOptions = {}): Promise<CommandResult> {
    return this.#unlessBroken(runCommand(this.#client, command, options, this.#closing.signal));
  }

  async pause(milliseconds: number): Promise<void> {
    await this.#unlessBroken(delay(milliseconds, undefined, { signal: this.#closing.signal }));
  }

  async close(): Promise<void> {
    this.fail(new SshFailure('connection-lost', null));
    this.#closing.abort();
    this.#opening?.stop();
    if (this.#socket === undefined) return;
    this.#client.end();
    const timer = new AbortController();
    await Promise.race([this.ended, delay(FAREWELL_MS, undefined, { signal: timer.signal }).catch(() => undefined)]);
    timer.abort();
    this.#socket.destroy();
  }

  async #unlessBroken<T>(work: Promise<T>): Promise<T> {
    work.catch(() => undefined);
    return Promise.race([this.#broken, work]);
  }

  /** Before ssh2 knows that the machine owns the key; so here is only seen to it that it stays the same one. */
  #sameHostKey(blob: Buffer): boolean {
    this.#hostKey ??= Buffer.from(blob);
    return this.#hostKey.equals(blob);
  }

  /**
   * Now the machine has proved by its signature that the key is its own, and nothing was sent yet about the account.
   * A key that anybody could have named is so never pinned.
   */
  async #checkHostKey(): Promise<void> {
    const { machine, port } = this.target;
    const key = this.#hostKey === undefined ? null : readHostKey(this.#hostKey);
    if (key === null) throw new SshFailure('wrong-protocol', 'its host key can not be read.');
    const changed = await abortable(this.context.hostKeys.check(machine, port, key), this.#closing.signal);
    if (changed !== null) {
      throw new SshFailure(
        'host-key-changed',
        `it shows ${key.fingerprint} (${key.type}), known is ${changed.pinned}. Compare with ` +
          `"ssh-keygen -l -f /etc/ssh/ssh_host_${fileType(key.type)}_key.pub" on the machine; when it is the same, accept the new key of ` +
          `${hostAndPort(machine, port)} in the list of host keys.`,
      );
    }
    this.context.step(`The host key ${key.fingerprint} is the pinned one.`);
  }

  #break(error: Error | null): void {
    if (this.#ready) {
      const why = error === null ? 'the machine closed it' : error.message;
      this.fail(new SshFailure('connection-lost', `${why}.`));
    } else if (this.#opening !== undefined) {
      this.fail(failureOfOpening(this.#opening, error));
    }
  }
}

/** As sshd(8) names the files. */
function fileType(keyType: string): string {
  if (keyType.startsWith('ecdsa')) return 'ecdsa';
  return keyType === 'ssh-ed25519' ? 'ed25519' : 'rsa';
}
