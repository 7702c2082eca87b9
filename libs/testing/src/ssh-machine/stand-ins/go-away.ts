import { spawn } from 'node:child_process';
import type { MachineHome } from '../home.js';
import { ancestorsOf, processEntry, signalProcess } from '../processes.js';

/** Ends the SSH session we run in as the end of the machine would: without a word. */
export function goAway(home: MachineHome, afterMs = 0): void {
  const session = ancestorsOf(process.pid).filter(
    (pid) => pid !== home.listener && /^sshd/.test(processEntry(pid)?.name ?? ''),
  );
  if (afterMs === 0) {
    for (const pid of session) signalProcess(pid, 'SIGKILL');
    return;
  }
  const later = `setTimeout(() => { for (const pid of ${JSON.stringify(session)}) process.kill(pid, 'SIGKILL'); }, ${afterMs})`;
  spawn(process.execPath, ['-e', later], { detached: true, stdio: 'ignore' }).unref();
}

/** For a stand-in that hangs. */
export function forever(): Promise<never> {
  setInterval(() => undefined, 60_000);
  return new Promise(() => undefined);
}
