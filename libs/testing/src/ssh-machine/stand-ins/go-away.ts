import { spawn } from 'node:child_process';
import type { MachineHome } from '../home.js';
import { ancestorsOf, isRunning, processEntry, signalProcess } from '../processes.js';

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

/** For a stand-in that hangs: longer than its session, as programs do, but not longer than the machine. */
export function forever(home: MachineHome): Promise<never> {
  const { listener } = home;
  setInterval(() => {
    if (!isRunning(listener)) process.exit(1);
  }, 200);
  return new Promise(() => undefined);
}
