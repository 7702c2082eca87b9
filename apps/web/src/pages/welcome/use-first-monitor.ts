import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useRef } from 'react';
import { RefusedError } from '../../api/client.js';
import { ensureAlert, ensureDevice, ensureMonitor, type Made, type MadeMonitor } from '../../api/first-monitor.js';
import { alertOf, deviceOf, draftField, draftProblems, monitorOf, type FirstDraft } from './first-draft.js';

/** What was made so far; it outlives refusals and lost answers, so that nothing is made twice. */
interface Progress {
  device: Made | null;
  monitor: MadeMonitor | null;
  alert: Made | null;
  readonly actionId: string;
}

/** Makes device, monitor and alert; answers with the monitor. A try that failed goes on where it ended. */
export function useFirstMonitor() {
  const client = useQueryClient();
  const progress = useRef<Progress | null>(null);
  return useMutation({
    mutationFn: (draft: FirstDraft) => {
      progress.current ??= { device: null, monitor: null, alert: null, actionId: newId() };
      return make(draft, progress.current);
    },
    // A second click waits for the first, and then finds all that it made.
    scope: { id: 'first-monitor' },
    onSettled: () => client.invalidateQueries({ predicate: ({ queryKey: [list] }) => SHOWN_ELSEWHERE.has(list) }),
    // What was sent may hold a password.
    gcTime: 0,
  });
}

const SHOWN_ELSEWHERE: ReadonlySet<unknown> = new Set(['devices', 'monitors', 'alerts']);

async function make(draft: FirstDraft, progress: Progress): Promise<MadeMonitor> {
  const errors = draftProblems(draft);
  if (errors.length > 0) throw refused(422, errors);
  try {
    progress.device = await ensureDevice(deviceOf(draft), progress.device);
    const alert = alertOf(draft, progress.actionId);
    // The alert comes first: the first test is then one that it hears of.
    if (alert !== null) progress.alert = await ensureAlert(alert, progress.alert);
    progress.monitor = await ensureMonitor(monitorOf(draft, progress.device.id), progress.monitor);
    return progress.monitor;
  } catch (error) {
    throw error instanceof RefusedError ? inTermsOfDraft(error) : error;
  }
}

function inTermsOfDraft(error: RefusedError): Error {
  const errors = error.problem?.errors;
  if (errors === undefined) return error;
  return refused(
    error.status,
    errors.map(({ field, message }) => ({ field: draftField(field), message })),
  );
}

function refused(status: number, errors: { field: string; message: string }[]): RefusedError {
  return new RefusedError(status, { type: 'about:blank', title: 'Not valid', status, errors });
}

/** A random UUID, also where the page came over http, which hides `crypto.randomUUID`. */
function newId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes.set([((bytes[6] ?? 0) & 0x0f) | 0x40], 6);
  bytes.set([((bytes[8] ?? 0) & 0x3f) | 0x80], 8);
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}
