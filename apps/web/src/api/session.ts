import { queryOptions, useMutation, useQueryClient, type QueryClient } from '@tanstack/react-query';
import { sessionSchema, type Login } from '@twotwenty/contracts/http';
import { forgetDrafts } from '../form/kept-draft.js';
import { fetchJson, isUnauthorized, send } from './client.js';

/** `ended`: there was a session in this page, and the controller no longer accepts it. */
export type Session = 'open' | 'none' | 'ended';

const KEY = ['session'];
const RETRY_MS = 2000;

export const sessionQuery = queryOptions({
  queryKey: KEY,
  queryFn: async ({ signal, client }): Promise<Session> => {
    if (await fetchSession(signal)) return 'open';
    return client.getQueryData<Session>(KEY) === 'ended' ? 'ended' : 'none';
  },
  refetchInterval: (query) => (query.state.status === 'error' ? RETRY_MS : false),
});

/** Asks whether somebody is logged in here. @throws as `fetchJson` */
export async function fetchSession(signal?: AbortSignal): Promise<boolean> {
  const { name } = await fetchJson(sessionSchema, '/session', signal === undefined ? {} : { signal });
  return name !== null;
}

/** Called when any request was answered with 401: whatever is shown from now on is the log-in page. */
export function sessionEnded(client: QueryClient): void {
  if (client.getQueryData<Session>(KEY) === 'open') leave(client, 'ended');
}

/** Forgets everything that was loaded: the next person to log in may be another. */
function leave(client: QueryClient, session: Session): void {
  void client.cancelQueries({ predicate: ({ queryKey }) => queryKey[0] !== KEY[0] });
  client.setQueryData<Session>(KEY, session);
  client.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== KEY[0] });
}

export class CookieRefusedError extends Error {
  constructor() {
    super(
      'The password is right, but the browser did not keep the session cookie. Allow cookies for this address, and use https if the controller is set up for it.',
    );
  }
}

export function useLogin() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: async (login: Login) => {
      await send('/session', { method: 'POST', body: login });
      if (!(await fetchSession())) throw new CookieRefusedError();
    },
    onSuccess: () => client.setQueryData<Session>(KEY, 'open'),
  });
}

export function useLogout() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: async () => {
      try {
        await send('/session', { method: 'DELETE' });
      } catch (error) {
        if (!isUnauthorized(error)) throw error;
      }
    },
    onSuccess: () => {
      forgetDrafts();
      leave(client, 'none');
    },
  });
}
