import { isIP } from 'node:net';
import { serviceNameProblem } from '@twotwenty/contracts/recovery';
import type {
  LookingContext,
  RecoveryContext,
  RecoveryFailure,
  RecoveryMethod,
  RecoveryOutcome,
  RecoveryTarget,
  RecoveryTask,
} from '../recovery-method.js';
import { findSambaProgram, type SambaProgram, withSambaFolder } from '../samba-program.js';
import { watchForGreeting } from './greeting.js';
import { netCredential } from './net-credential.js';
import { type NetSession, runNet } from './net-command.js';
import { netFailure } from './net-failure.js';
import { restartServices } from './restart-services.js';
import { type Control, listServices, serviceState } from './service-control.js';

export interface WindowsRpcOptions {
  /** Samba's net(8); by default the one on the PATH. */
  readonly net?: SambaProgram;
}

/** Repairs Windows machines by their service manager and their shutdown interface over SMB, through Samba's net(8). */
export function createWindowsRpcMethod(options: WindowsRpcOptions = {}): RecoveryMethod {
  return {
    check: (target, task, context) =>
      withSession(options, target, context, task, async (session) => {
        const looked = await look(controlOf(session, context, false), task);
        return looked.result === 'done' ? { result: 'done', summary: looked.summary, exitStatus: 0 } : looked;
      }),
    listServices: (target, context) =>
      withSession(options, target, context, null, (session) => unlessGreeted(session, listServices)),
    run: (target, task, context) =>
      withSession(options, target, context, task, (session) => carryOut(session, task, context)),
  };
}

async function carryOut(session: NetSession, task: RecoveryTask, context: RecoveryContext): Promise<RecoveryOutcome> {
  const looked = await look(controlOf(session, context, false), task);
  if (looked.result !== 'done') return looked;
  await context.beforeActing();
  if (context.signal.aborted) {
    return {
      result: 'failed',
      code: 'time-limit',
      detail: 'the machine was not asked to do anything',
      exitStatus: null,
    };
  }
  const control = controlOf(session, context, true);
  return task.type === 'reboot-server' ? reboot(control) : restartServices(control, task.services, looked.stopped);
}

type Look =
  { readonly result: 'done'; readonly summary: string; readonly stopped: ReadonlySet<string> } | RecoveryFailure;

async function look(control: Control, task: RecoveryTask): Promise<Look> {
  return unlessGreeted(control, (watched) =>
    task.type === 'reboot-server' ? lookAtMachine(watched) : lookAtServices(watched, task.services),
  );
}

/** Ends the looking when the port turns out to be another server's. */
async function unlessGreeted<S extends NetSession, T>(
  session: S,
  work: (session: S) => Promise<T>,
): Promise<T | RecoveryFailure> {
  const watch = watchForGreeting(session.target);
  try {
    const signal = AbortSignal.any([session.context.signal, watch.signal]);
    const result = await work({ ...session, context: { ...session.context, signal } });
    const greeting = watch.greeting();
    return greeting === null ? result : refused('wrong-protocol', `the port greets with ${JSON.stringify(greeting)}`);
  } finally {
    watch.stop();
  }
}

/**
 * Windows tells by the attempt alone whether a service may be stopped. But unless somebody changed it, its service manager can
 * be looked at from afar by administrators only.
 */
async function lookAtServices(control: Control, services: readonly string[]): Promise<Look> {
  const stopped = new Set<string>();
  const states: string[] = [];
  for (const service of services) {
    const looked = await serviceState(control, service);
    if (looked.result !== 'done') return looked;
    if (states.length === 0) control.step(loggedIn(control));
    control.step(`${service} is ${looked.state}.`);
    states.push(`${service} is ${looked.state}`);
    if (looked.state === 'stopped') stopped.add(service);
  }
  const summary =
    `${loggedIn(control)} The services are there: ${states.join(', ')}. ` +
    'Whether the account may stop and start them shows only when it does.';
  return { result: 'done', summary, stopped };
}

/** The right to shut down is another one than that to look at services, so the lack of the latter proves nothing. */
async function lookAtMachine(control: Control): Promise<Look> {
  const listed = await listServices({ ...control, context: { ...control.context, output: () => undefined } });
  if (listed.result !== 'done' && listed.code !== 'right-missing') return listed;
  control.step(loggedIn(control));
  const remark = listed.result === 'done' ? '' : ' It may not look at services, so it is hardly an administrator.';
  const summary = `${loggedIn(control)}${remark} Whether the account may reboot it shows only when it does.`;
  return { result: 'done', summary, stopped: new Set() };
}

function loggedIn({ target }: NetSession): string {
  return `Logged in to ${target.machine} as ${target.credential.username}.`;
}

async function reboot(control: Control): Promise<RecoveryOutcome> {
  control.step(`Asking ${control.target.machine} to reboot.`);
  // For net(8) a time of 0 is none, and it would give people 20 s.
  const result = await runNet(control, ['rpc', 'shutdown', '--reboot', '--force', '--timeout=1']);
  if (result.stopped || result.exitStatus !== 0) return netFailure(result, 'rebooting', true);
  return { result: 'done', summary: `${control.target.machine} has accepted to reboot at once.`, exitStatus: 0 };
}

function controlOf(session: NetSession, { step }: LookingContext, acting: boolean): Control {
  return { ...session, acting, step };
}

/** Refuses what could not go well before any process is started. */
async function withSession<T>(
  options: WindowsRpcOptions,
  target: RecoveryTarget,
  context: LookingContext,
  task: RecoveryTask | null,
  work: (session: NetSession) => Promise<T>,
): Promise<T | RecoveryFailure> {
  const credential = netCredential(target.credential);
  if (credential.result !== 'done') return credential;
  const refusal = taskProblem(task) ?? targetProblem(target);
  if (refusal !== null) return refusal;
  const program = await findSambaProgram('net', options.net);
  if (program === null) return refused('tool-missing', "Samba's net");
  return withSambaFolder((folder) => work({ program, folder, target, credential, context }));
}

function taskProblem(task: RecoveryTask | null): RecoveryFailure | null {
  if (task === null || task.type === 'reboot-server') return null;
  if (task.services.length === 0) return refused('no-services', null);
  for (const service of task.services) {
    const problem = serviceNameProblem('windows-rpc', service);
    if (problem !== null) return refused('illegal-service', `${JSON.stringify(service)} ${problem}`);
  }
  return null;
}

/** Both stand in arguments; that they are of their form is the task of others, so this is the second lock. */
function targetProblem({ machine, address }: RecoveryTarget): RecoveryFailure | null {
  if (/^[-\s]|[\p{Cc}]/u.test(machine)) return refused('unknown-host', `${JSON.stringify(machine)} is no name`);
  if (isIP(address) === 0) return refused('unknown-host', `${JSON.stringify(address)} is no address`);
  return null;
}

function refused(code: RecoveryFailure['code'], detail: string | null): RecoveryFailure {
  return { result: 'failed', code, detail, exitStatus: null };
}
