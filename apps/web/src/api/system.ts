import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { auditEntrySchema, type AuditAction } from '@twotwenty/contracts/audit';
import { deadLetterSchema, healthSchema, type PasswordChange } from '@twotwenty/contracts/http';
import { fetchJson, send } from './client.js';
import { fetchPage } from './pages.js';

const POLL_MS = 30_000;
const PAGE_SIZE = 50;
const AUDIT = ['audit'];

/** Whether the controller and what it needs are well, polled. */
export function useHealth() {
  return useQuery({
    queryKey: ['health'],
    queryFn: ({ signal }) => fetchJson(healthSchema, '/health', { signal }),
    refetchInterval: POLL_MS,
  });
}

/** Who did what, newest first, polled; more pages on demand. */
export function useAudit(action: AuditAction | undefined) {
  return useInfiniteQuery({
    queryKey: [...AUDIT, { action }],
    queryFn: ({ pageParam, signal }) =>
      fetchPage(
        '/audit',
        { action, limit: String(PAGE_SIZE), cursor: pageParam ?? undefined },
        auditEntrySchema,
        signal,
      ),
    initialPageParam: null as string | null,
    getNextPageParam: ({ nextCursor }) => nextCursor,
    refetchInterval: POLL_MS,
  });
}

/** Messages that could not be understood, the newest first, polled. The queue keeps only so many. */
export function useDeadLetters() {
  return useQuery({
    queryKey: ['dead-letters'],
    queryFn: ({ signal }) => fetchPage('/dead-letters', { limit: String(PAGE_SIZE) }, deadLetterSchema, signal),
    refetchInterval: POLL_MS,
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
