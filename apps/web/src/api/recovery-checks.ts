import { keepPreviousData, useMutation, useQuery } from '@tanstack/react-query';
import {
  machinesSchema,
  recoveryCheckSchema,
  type RecoveryCheck,
  type recoveryCheckInputSchema,
} from '@twotwenty/contracts/recovery-check';
import type { z } from 'zod';
import { useTimeout } from '../app/use-timeout.js';
import { usePoll } from '../live/use-live.js';
import { fetchJson, RefusedError } from './client.js';

const POLL_MS = 1000;
/** Longer than any look takes: then nobody is there to do it. */
const LATE_MS = 90_000;
const MACHINES = '50';

export type CheckInput = z.input<typeof recoveryCheckInputSchema>;

/** Machines to choose from. @param q part of a name or address; empty: all @param enabled whether anybody wants to know */
export function useMachines(q: string, enabled: boolean) {
  const query = new URLSearchParams({ limit: MACHINES, ...(q === '' ? {} : { q }) });
  return useQuery({
    queryKey: ['machines', q],
    queryFn: ({ signal }) => fetchJson(machinesSchema, `/machines?${query}`, { signal }),
    enabled,
    placeholderData: keepPreviousData,
  });
}

export interface CheckControl {
  readonly start: (input: CheckInput) => void;
  /** Undefined before the first one, and while a new one is being asked for. */
  readonly check: RecoveryCheck | undefined;
  readonly isRunning: boolean;
  /** Nothing came of it for 90 seconds. */
  readonly isLate: boolean;
  readonly error: Error | null;
}

/**
 * Has a machine looked at, and shows what is found as it is.
 * @param onRefused is told why none was looked at; null once another look is asked for
 */
export function useRecoveryCheck(onRefused: (error: Error | null) => void): CheckControl {
  const pollMs = usePoll(POLL_MS);
  const {
    mutate,
    data: begun,
    isPending,
    error,
  } = useMutation({
    mutationFn: (body: CheckInput) => fetchJson(recoveryCheckSchema, '/recovery-checks', { method: 'POST', body }),
    onMutate: () => {
      onRefused(null);
    },
    onError: onRefused,
  });
  const polled = useQuery({
    queryKey: ['recovery-check', begun?.id],
    queryFn: ({ signal }) => fetchJson(recoveryCheckSchema, `/recovery-checks/${begun?.id}`, { signal }),
    enabled: begun !== undefined,
    refetchInterval: ({ state }) =>
      state.error instanceof RefusedError || (state.data?.finishedAt ?? null) !== null ? false : pollMs,
  });
  const check = polled.data ?? begun;
  const isOpen = check !== undefined && check.finishedAt === null;
  const isLate = useTimeout(begun, LATE_MS) && isOpen;
  const lost = polled.error instanceof RefusedError ? polled.error : null;
  return {
    start: (input) => {
      mutate(input);
    },
    check,
    isRunning: isPending || (isOpen && !isLate && lost === null),
    isLate,
    error: error ?? lost,
  };
}
