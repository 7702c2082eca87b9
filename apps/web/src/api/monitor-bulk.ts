import { useMutation, useQueryClient } from '@tanstack/react-query';
import { MAX_NAMED_MONITORS } from '@twotwenty/contracts/limits';
import { bulkOutcomeSchema, type BulkInput, type BulkOutcome } from '@twotwenty/contracts/monitor-bulk';
import { fetchJson } from './client.js';
import type { MonitorListQuery } from './monitors.js';

/** Without the keys that `T` has, for each member of a union. */
type Without<T, K extends PropertyKey> = T extends unknown ? Omit<T, K> : never;

/** What is to be done, without whom it is done to. */
export type BulkChange = Without<BulkInput, 'ids' | 'filter'>;

/** To whom: some by their ids, or all that match the filters of the list. */
export type BulkSelection = { readonly ids: readonly string[] } | { readonly filter: MonitorListQuery };

/** Does the same to several monitors; answers with what came of it. */
export function useBulk() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: async ({ change, selection }: { change: BulkChange; selection: BulkSelection }) => {
      if ('filter' in selection) return post({ ...change, filter: selection.filter });
      const outcomes: BulkOutcome[] = [];
      for (let start = 0; start < selection.ids.length; start += MAX_NAMED_MONITORS) {
        outcomes.push(await post({ ...change, ids: selection.ids.slice(start, start + MAX_NAMED_MONITORS) }));
      }
      return outcomes.reduce(added);
    },
    // Also after a refusal: the first of several may have been carried out.
    onSettled: () =>
      Promise.all(['monitors', 'alerts'].map((subject) => client.invalidateQueries({ queryKey: [subject] }))),
  });
}

function post(body: object): Promise<BulkOutcome> {
  return fetchJson(bulkOutcomeSchema, '/monitors/bulk', { method: 'POST', body });
}

function added(left: BulkOutcome, right: BulkOutcome): BulkOutcome {
  return {
    matched: left.matched + right.matched,
    changed: left.changed + right.changed,
    unchanged: left.unchanged + right.unchanged,
    reasons: [...left.reasons, ...right.reasons],
  };
}
