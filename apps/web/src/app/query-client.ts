import { MutationCache, notifyManager, QueryCache, QueryClient } from '@tanstack/react-query';
import { isUnauthorized } from '../api/client.js';
import { sessionEnded } from '../api/session.js';
import { observeFailure } from '../live/live.js';

// That something is being sent is to be seen before the next click: a double click sends it once.
notifyManager.setScheduler(queueMicrotask);

/** No retries: what is polled is asked again by the next poll, and what people ask for answers them at once. */
export function createAppQueryClient(): QueryClient {
  const onError = (error: Error) => {
    if (isUnauthorized(error)) sessionEnded(client);
    observeFailure(error);
  };
  const client = new QueryClient({
    queryCache: new QueryCache({ onError }),
    mutationCache: new MutationCache({ onError }),
    defaultOptions: {
      // `always`: a controller on this machine or in this network answers without the Internet too.
      queries: { retry: false, networkMode: 'always' },
      mutations: { retry: false, networkMode: 'always' },
    },
  });
  return client;
}
