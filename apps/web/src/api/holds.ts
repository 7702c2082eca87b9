import { useMutation, useQueryClient } from '@tanstack/react-query';
import { suspensionSchema, type Suspension, type SuspensionInput } from '@twotwenty/contracts/hold';
import { monitorSchema } from '@twotwenty/contracts/monitor';
import { fetchJson } from './client.js';

/** What may be suspended: one monitor, those of a device, or those that have a tag. */
export interface HoldSubject {
  readonly kind: 'monitor' | 'device' | 'tag';
  /** Of a tag, the tag itself. */
  readonly id: string;
}

const PATHS: Readonly<Record<HoldSubject['kind'], string>> = { monitor: '/monitors', device: '/devices', tag: '/tags' };

/** Lists that show holds. */
const SHOWS_HOLDS: ReadonlySet<unknown> = new Set(['monitors', 'devices', 'device-summaries']);

/** Suspends, or ends the suspension when there is no input; answers with what it came to. */
export function useSuspension(subject: HoldSubject) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (input: SuspensionInput | null) => order(subject, input),
    onSettled: () => client.invalidateQueries({ predicate: ({ queryKey: [list] }) => SHOWS_HOLDS.has(list) }),
  });
}

async function order({ kind, id }: HoldSubject, input: SuspensionInput | null): Promise<Suspension> {
  const path = `${PATHS[kind]}/${encodeURIComponent(id)}/${input === null ? 'resume' : 'suspend'}`;
  const options = { method: 'POST', ...(input === null ? {} : { body: input }) } as const;
  if (kind !== 'monitor') return fetchJson(suspensionSchema, path, options);
  const { state } = await fetchJson(monitorSchema, path, options);
  return { until: state.holdUntil, monitors: 1 };
}
