import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { auditEntrySchema, type AuditAction } from '@twotwenty/contracts/audit';
import { deadLetterSchema, healthSchema, type PasswordChange } from '@twotwenty/contracts/http';
import { usePoll } from '../live/use-live.js';
import { fetchJson, send } from './client.js';
import { fetchPage, pagedList } from './pages.js';

const POLL_MS = 30_000;
const PAGE_SIZE = 50;
const AUDIT = ['audit'];

/** Whether the controller and what it needs are well, polled. */
export function useHealth() {
  const refetchInterval = usePoll(POLL_MS);
  return useQuery({
    queryKey: ['health'],
    queryFn: ({ signal }) => fetchJson(healthSchema, '/health', { signal }),
    refetchInterval,
  });
}

/** Who did what, newest first, polled; more pages on demand. */
export function useAudit(action: AuditAction | undefined) {
  const refetchInterval = usePoll(POLL_MS);
  return useInfiniteQuery({
    ...pagedList({
      queryKey: [...AUDIT, { action }],
      path: '/audit',
      query: { action },
      schema: auditEntrySchema,
    }),
    refetchInterval,
  });
}

/** Messages that could not be understood, the newest first, polled. The queue keeps only so many. */
export function useDeadLetters() {
  const refetchInterval = usePoll(POLL_MS);
  return useQuery({
    queryKey: ['dead-letters'],
    queryFn: ({ signal }) => fetchPage('/dead-letters', { limit: String(PAGE_SIZE) }, deadLetterSchema, signal),
    refetchInterval,
  });
}

/** Changes the password of whoever is logged in; the other sessions end. */
export function useChangePassword() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (change: PasswordChange) => send('/session/password', { method: 'PUT', body: change }),
    onSuccess: () => client.invalidateQueries({ queryKey: AUDIT }),
    // What was sent is secret: it is not kept for a moment longer than the form is there.
    gcTime: 0,
  });
}
