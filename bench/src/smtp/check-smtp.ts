import { startProcess, type ManagedProcess } from '@twotwenty/testing/managed-process';
import { parseStat } from '../proc.js';
import { sum } from '../statistics.js';
import type { Run } from './children.js';
import { addressOf } from './lanes.js';
import type { SpeedResult } from './orders.js';

/**
 * Runs the plugin for one address after the other; then tells how many failed, and its line of /proc with its CPU and
 * that of its ended children. A shell, because a child of Node costs 0.6 ms more, for the copy of Node's memory map.
 */
const LANE = `failed=0
for address do
  "$CHECK_SMTP" -H "$address" -p "$PORT" </dev/null >/dev/null 2>&1 || failed=$((failed + 1))
done
read -r stat <"/proc/$$/stat"
echo "$failed $stat"`;

interface PluginLoad {
  readonly port: number;
  readonly probes: number;
  readonly concurrency: number;
}

/**
 * Has check_smtp make many probes, each a process as with Nagios. The CPU is that of those processes and of the shells that
 * start them, because no probe comes about without a start.
 */
export async function runCheckSmtp(
  plugin: { readonly command: string; readonly env: Readonly<Record<string, string>> },
  { port, probes, concurrency }: PluginLoad,
  { cleanUp, signal }: Run,
): Promise<SpeedResult> {
  const addresses = Array.from({ length: probes }, (_, index) => addressOf(index));
  const beganAt = performance.now();
  const lanes: ManagedProcess[] = [];
  cleanUp.add('check_smtp', () => Promise.all(lanes.map((lane) => lane.kill())).then(() => undefined));
  const onAbort = (): void => lanes.forEach((lane) => void lane.kill());
  signal.addEventListener('abort', onAbort, { once: true });
  for (let lane = 0; lane < concurrency; lane += 1) {
    const own = addresses.filter((_, index) => index % concurrency === lane);
    const env = { ...plugin.env, CHECK_SMTP: plugin.command, PORT: String(port) };
    lanes.push(
      await startProcess({ label: 'check_smtp', command: '/bin/sh', args: ['-c', LANE, 'lane', ...own], env }),
    );
  }
  await Promise.all(lanes.map((lane) => lane.exited));
  signal.removeEventListener('abort', onAbort);
  signal.throwIfAborted();
  const seconds = (performance.now() - beganAt) / 1000;
  const results = lanes.map((lane) => parseLane(lane.logs()));
  return {
    probes,
    seconds,
    cpuMicroseconds: sum(results.map((result) => result.cpuMs)) * 1000,
    userMicroseconds: null,
    systemMicroseconds: null,
    failed: sum(results.map((result) => result.failed)),
  };
}

/**
 * Reads what a lane says at its end: how many failed, then its line of /proc/<pid>/stat.
 * @throws Error when it did not get there
 */
export function parseLane(output: string): { readonly failed: number; readonly cpuMs: number } {
  const found = /^(\d+) (\d+ \(.*)$/m.exec(output);
  if (found === null) throw new Error(`the processes of check_smtp could not be counted: ${output}`);
  const { cpuMs, endedChildrenCpuMs } = parseStat(found[2] ?? '');
  return { failed: Number(found[1]), cpuMs: cpuMs + endedChildrenCpuMs };
}
