import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { Answer, Observation, Part, Request, Settled } from './protocol.js';

/** The servers, from the side of the fuzzer. */
export class ServerProcess {
  private readonly waiting: ((answer: Answer) => void)[] = [];
  private port = 0;
  private trusted: readonly string[] = [];
  private nextAddress = 0;

  private constructor(
    private readonly child: ChildProcess,
    private readonly onLost: (error: Error) => void,
  ) {
    child.on('message', (answer: Answer) => this.waiting.shift()?.(answer));
    child.on('error', onLost);
    child.on('exit', this.onExit);
  }

  /**
   * Starts the process.
   *
   * @param onLost told when it ends by itself: nothing that was asked of it will be answered.
   */
  static async start(onLost: (error: Error) => void): Promise<ServerProcess> {
    const program = fileURLToPath(new URL('server/main.js', import.meta.url));
    const servers = new ServerProcess(fork(program, { serialization: 'advanced', execArgv: [] }), onLost);
    const answer = await servers.answer();
    if (answer.tell === 'listening') {
      servers.port = answer.port;
      servers.trusted = [answer.authority];
    }
    return servers;
  }

  /** Where they listen, on every address of 127.0.0.0/8. */
  get listeningPort(): number {
    return this.port;
  }

  /** The authority of their certificates, in PEM; always the same array. */
  get trustedCertificates(): readonly string[] {
    return this.trusted;
  }

  /** Addresses that no session has had for a long time, so that no local port is ever short. */
  addresses(count: number): string[] {
    return Array.from({ length: count }, () => {
      const n = this.nextAddress;
      this.nextAddress += 1;
      return `127.${1 + (Math.floor(n / 64_516) % 250)}.${1 + (Math.floor(n / 254) % 254)}.${1 + (n % 254)}`;
    });
  }

  /** Makes the servers ready for these sessions. */
  async stage(parts: readonly Part[]): Promise<void> {
    await this.ask({ ask: 'stage', parts });
  }

  /** Ends the sessions, and gives what was seen of them in the same order. */
  async collect(sessions: readonly Settled[]): Promise<readonly Observation[]> {
    const answer = await this.ask({ ask: 'collect', sessions });
    return answer.tell === 'observations' ? answer.observations : [];
  }

  /** Ends the process. */
  stop(): void {
    this.child.off('exit', this.onExit);
    this.child.kill('SIGKILL');
  }

  private readonly onExit = (code: number | null, signal: string | null): void => {
    this.onLost(new Error(`The process of the servers ended (${signal ?? `code ${code}`}).`));
  };

  private ask(request: Request): Promise<Answer> {
    this.child.send(request);
    return this.answer();
  }

  private answer(): Promise<Answer> {
    return new Promise((resolve) => this.waiting.push(resolve));
  }
}
