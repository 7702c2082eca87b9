import { setTimeout as delay } from 'node:timers/promises';
import type { RecoveryContext, RecoveryFailure, ServiceListing } from '../recovery-method.js';
import { type NetSession, runNet } from './net-command.js';
import { excerptOf, netFailure, netStatus } from './net-failure.js';
import { parseServiceList, parseServiceState, type ServiceState } from './net-output.js';

/** How long between two looks at a service that is on its way, milliseconds. */
const LOOK_INTERVAL_MS = 500;

/** A repair under way: a session, and whether the machine may have been asked to change something. */
export interface Control extends NetSession {
  readonly acting: boolean;
  readonly step: RecoveryContext['step'];
}

export type Looked = { readonly result: 'done'; readonly state: ServiceState } | RecoveryFailure;
export type Asked = { readonly result: 'done'; readonly changed: boolean } | RecoveryFailure;

/** @param quiet true: what the machine prints is not passed on */
export async function serviceState(control: Control, service: string, quiet = false): Promise<Looked> {
  const what = `looking at ${service}`;
  const result = await runNet(control, ['rpc', 'service', 'status', '--', service], quiet);
  if (result.stopped || result.exitStatus !== 0) return netFailure(result, what, control.acting);
  const state = parseServiceState(result.standardOutput, service);
  if (state !== null) return { result: 'done', state };
  const detail = `${what}: ${excerptOf(result)}`;
  return { result: control.acting ? 'unknown' : 'failed', code: 'command-failed', detail, exitStatus: 0 };
}

export async function listServices(session: NetSession): Promise<ServiceListing> {
  const result = await runNet(session, ['rpc', 'service', 'list']);
  const what = 'listing the services';
  if (result.stopped || result.exitStatus !== 0) return netFailure(result, what, false);
  const services = parseServiceList(result.standardOutput);
  if (services !== null) return { result: 'done', services };
  return { result: 'failed', code: 'command-failed', detail: `${what}: ${excerptOf(result)}`, exitStatus: 0 };
}

/** Asks a service to stop. `changed` is false when it did not run. */
export async function stopService(control: Control, service: string): Promise<Asked> {
  control.step(`Asking ${service} to stop.`);
  const asked = await ask(control, service, 'stop', 'WERR_SERVICE_NOT_ACTIVE');
  if (asked.result === 'done' || asked.result === 'unknown') return asked;
  // Somebody else may have asked it a moment ago; then it takes no second order.
  const looked = await serviceState(control, service, true);
  const isStopping = looked.result === 'done' && (looked.state === 'stop pending' || looked.state === 'stopped');
  return isStopping ? { result: 'done', changed: true } : asked;
}

/** Asks a service to start. `changed` is false when it ran already, as when another one has started it. */
export async function startService(control: Control, service: string): Promise<Asked> {
  control.step(`Asking ${service} to start.`);
  return ask(control, service, 'start', 'WERR_SERVICE_ALREADY_RUNNING');
}

async function ask(control: Control, service: string, order: 'stop' | 'start', needless: string): Promise<Asked> {
  const result = await runNet(control, ['rpc', 'service', order, '--', service]);
  if (!result.stopped && result.exitStatus === 0) return { result: 'done', changed: true };
  if (!result.stopped && netStatus(result.errors) === needless) return { result: 'done', changed: false };
  return netFailure(result, `${order === 'stop' ? 'stopping' : 'starting'} ${service}`, control.acting);
}

/** Waits until a service has stopped. A look that hangs or fails ends the wait. */
export async function untilStopped(control: Control, service: string): Promise<RecoveryFailure | null> {
  for (;;) {
    const looked = await serviceState(control, service, true);
    if (looked.result !== 'done') return looked;
    if (looked.state === 'stopped') {
      control.step(`${service} has stopped.`);
      return null;
    }
    if (!(await pause(LOOK_INTERVAL_MS, control.context.signal))) {
      return outOfTime(`${service} is ${looked.state}, and did not stop in time`);
    }
  }
}

/** Waits until a service runs. One that stops instead has failed. */
export async function untilRunning(control: Control, service: string): Promise<RecoveryFailure | null> {
  for (;;) {
    const looked = await serviceState(control, service, true);
    if (looked.result !== 'done') return looked;
    if (looked.state === 'running') {
      control.step(`${service} runs.`);
      return null;
    }
    if (looked.state === 'stopped') return notRunning(`${service} stopped instead of coming up`);
    if (!(await pause(LOOK_INTERVAL_MS, control.context.signal))) {
      return outOfTime(`${service} is ${looked.state}, and did not come up in time`);
    }
  }
}

export function notRunning(detail: string): RecoveryFailure {
  return { result: 'failed', code: 'service-not-running', detail, exitStatus: null };
}

export function outOfTime(detail: string): RecoveryFailure {
  return { result: 'unknown', code: 'time-limit', detail, exitStatus: null };
}

/** @returns false when the time was over before */
export function pause(milliseconds: number, signal: AbortSignal): Promise<boolean> {
  return delay(milliseconds, true, { signal }).catch(() => false);
}
