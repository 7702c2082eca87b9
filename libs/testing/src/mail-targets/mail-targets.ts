import { once } from 'node:events';
import { createReadStream } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { startProcess } from '../managed-process.js';
import { freePort } from '../ports.js';
import { temporaryDirectory } from '../temporary-directory.js';
import { waitFor } from '../wait-for.js';
import type { Behaviour, LogLine, Order, TargetsSettings } from './behaviour.js';

/** Mail servers on addresses of their own, all with one port, in a process of their own; each does as it is told. */
export interface MailTargets {
  readonly port: number;
  readonly addresses: readonly string[];
  /**
   * Has a target behave so from now on; sessions under way end as they began.
   * @returns when it is so: milliseconds since 1970
   */
  become(address: string, behaviour: Behaviour): Promise<number>;
  /** Everything that was, in order: how the targets behaved, and each session. At the beginning all are well. */
  log(): AsyncIterable<LogLine>;
  stop(): Promise<void>;
}

/**
 * Starts mail servers that greet, answer QUIT and close.
 * @param addresses of this machine, such as those of 127.0.0.0/8
 * @param maxGreetingMs from the first target, which greets at once, to the last they take longer and longer, up to this
 */
export async function startMailTargets(addresses: readonly string[], maxGreetingMs = 0): Promise<MailTargets> {
  const settings: TargetsSettings = {
    addresses,
    maxGreetingMs,
    port: await freePort(),
    controlPort: await freePort(),
    logFile: join(temporaryDirectory('mail-targets'), 'log'),
  };
  const process = await startProcess({
    label: 'mail targets',
    command: globalThis.process.execPath,
    args: [join(import.meta.dirname, 'main.js')],
    env: { MAIL_TARGETS: JSON.stringify(settings) },
  });
  const isReady = (): boolean => process.end !== undefined || process.logs().includes('ready');
  await waitFor(isReady, { what: 'the mail targets', timeoutMs: 30_000 });
  if (process.end !== undefined) throw new Error(`the mail targets did not start:\n${process.logs()}`);
  const control = connect(settings.controlPort, '127.0.0.1');
  await once(control, 'connect');
  const obey = controlOf(control);
  return {
    port: settings.port,
    addresses,
    become: (address, behaviour) => obey({ become: behaviour, address }),
    async *log() {
      await obey({ flush: true });
      for await (const line of createInterface({ input: createReadStream(settings.logFile) })) {
        yield JSON.parse(line) as LogLine;
      }
    },
    async stop() {
      control.destroy();
      await process.stop();
    },
  };
}

/** Answers come in the order of the orders. */
function controlOf(control: Socket): (order: Order) => Promise<number> {
  const waiting: PromiseWithResolvers[] = [];
  control.on('error', () => undefined);
  control.once('close', () => {
    for (const { reject } of waiting.splice(0)) reject(new Error('the mail targets have ended'));
  });
  createInterface({ input: control }).on('line', (line) => {
    const answer = JSON.parse(line) as { atMs: number } | { error: string };
    const first = waiting.shift();
    if ('error' in answer) first?.reject(new Error(answer.error));
    else first?.resolve(answer.atMs);
  });
  return (order) =>
    new Promise((resolve, reject) => {
      waiting.push({ resolve, reject });
      control.write(`${JSON.stringify(order)}\n`);
    });
}

interface PromiseWithResolvers {
  readonly resolve: (atMs: number) => void;
  readonly reject: (error: Error) => void;
}
