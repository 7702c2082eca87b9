import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useRef } from 'react';
import { RefusedError } from '../../api/client.js';
import {
  ensureAlert,
  ensureDevice,
  ensureMonitor,
  type Made,
  type MadeAlert,
  type MadeMonitor,
} from '../../api/first-monitor.js';
import { refusedHere } from '../../form/field-problems.js';
import { keepDraft } from '../../form/kept-draft.js';
import { newId } from '../alert-editor/new-id.js';
import {
  alertOf,
  deviceOf,
  draftField,
  draftProblems,
  FIRST_PLACE,
  monitorOf,
  tellsTheSame,
  type FirstDraft,
} from './first-draft.js';

/** What was made so far; it outlives refusals and lost answers, so that nothing is made twice. */
interface Progress {
  device: Made | null;
  monitor: MadeMonitor | null;
  alert: MadeAlert | null;
  readonly actionId: string;
}

/** What there is now. */
export interface FirstMade {
  readonly monitor: MadeMonitor;
  /** Null when none was wanted. */
  readonly alert: MadeAlert | null;
}

/** Makes device, monitor and alert. A try that failed goes on where it ended. */
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
    // It is still in the page, for who wants to change it.
    onSuccess: () => {
      keepDraft(FIRST_PLACE, null);
    },
    onSettled: () => client.invalidateQueries({ predicate: ({ queryKey: [list] }) => SHOWN_ELSEWHERE.has(list) }),
    // What was sent may hold a password.
    gcTime: 0,
  });
}

const SHOWN_ELSEWHERE: ReadonlySet<unknown> = new Set(['devices', 'monitors', 'alerts']);

async function make(draft: FirstDraft, progress: Progress): Promise<FirstMade> {
  const errors = draftProblems(draft);
  if (errors.length > 0) throw refusedHere(errors);
  try {
    progress.device = await ensureDevice(deviceOf(draft), progress.device);
    const alert = alertOf(draft, progress.actionId);
    // The alert comes first: the first test is then one that it hears of.
    if (alert !== null) {
      progress.alert = await ensureAlert(alert, (other) => tellsTheSame(draft, other), progress.alert);
    }
    progress.monitor = await ensureMonitor(monitorOf(draft, progress.device.id), progress.monitor);
    return { monitor: progress.monitor, alert: alert === null ? null : progress.alert };
  } catch (error) {
    throw error instanceof RefusedError ? inTermsOfDraft(error) : error;
  }
}

function inTermsOfDraft(error: RefusedError): Error {
  const { problem } = error;
  if (problem?.errors === undefined) return error;
  const errors = problem.errors.map(({ field, message }) => ({ field: draftField(field), message }));
  return new RefusedError(error.status, { ...problem, errors });
}
