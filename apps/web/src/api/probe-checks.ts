import { useMutation, useQuery } from '@tanstack/react-query';
import { probeCheckSchema, type ProbeCheck } from '@twotwenty/contracts/probe-check';
import { fetchJson, RefusedError } from './client.js';

const POLL_MS = 500;

/** What is tried. As typed: the controller says what is wrong with it. */
export interface TriedSettings {
  readonly site: string;
  readonly target: unknown;
  readonly maxTestDurationSeconds: unknown;
}

export interface ProbeCheckControl {
  readonly start: (settings: TriedSettings) => void;
  /** Undefined before the first one, and while a new one is being asked for. */
  readonly check: ProbeCheck | undefined;
  readonly isRunning: boolean;
  /** Why nothing is tried, or why nobody knows what came of it. */
  readonly error: Error | null;
}

/** Has a site try the settings of a monitor that is not saved, and asks twice a second what it saw. */
export function useProbeCheck(): ProbeCheckControl {
  const {
    mutate,
    data: begun,
    isPending,
    error,
  } = useMutation({
    mutationFn: (body: TriedSettings) => fetchJson(probeCheckSchema, '/probe-checks', { method: 'POST', body }),
  });
  const polled = useQuery({
    queryKey: ['probe-check', begun?.id],
    queryFn: ({ signal }) => fetchJson(probeCheckSchema, `/probe-checks/${begun?.id}`, { signal }),
    enabled: begun !== undefined,
    refetchInterval: ({ state }) =>
      state.error instanceof RefusedError || (state.data !== undefined && state.data.state !== 'pending')
        ? false
        : POLL_MS,
  });
  const check = polled.data ?? begun;
  const lost = polled.error instanceof RefusedError ? polled.error : null;
  return {
    start: mutate,
    check,
    isRunning: isPending || (check?.state === 'pending' && lost === null),
    error: error ?? polled.error,
  };
}
