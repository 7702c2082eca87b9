import type { DeliveryOutcome, Notice } from '@twotwenty/actions/channel';
import type { StoredAction } from '@twotwenty/contracts/alert';
import { DeliveryRepository } from '@twotwenty/database/repositories/delivery.repository';
import { startDelivery } from '@twotwenty/evaluator/actions/delivery';
import { createLogger } from '@twotwenty/observability/logger';
import { migrateQueue } from '@twotwenty/queue/migrate';
import { openQueues } from '@twotwenty/queue/queue-system';
import { waitFor } from '@twotwenty/testing/wait-for';
import { lookOutFor } from './lookout.js';
import { createMigratedDatabase, type DataSource } from './migrated-database.js';

export const OK: DeliveryOutcome = { ok: true, response: 'got it' };

/** What a channel tells of a receiver that is away, or that refuses for good. */
export function trouble(retryable: boolean): DeliveryOutcome {
  return { ok: false, retryable, error: 'It is away.', response: null, retryAfterSeconds: null };
}

/** What is checked of a run. */
export interface OutboxRun {
  readonly actionId: string;
  readonly kind: string;
  readonly alertNumber: number;
  readonly state: string;
  readonly skipCode: string | null;
  readonly attempts: number;
  readonly error: string | null;
  readonly response: string | null;
  readonly deliveryId: string;
}

/** The outbox of a database of its own, with a channel that does what a test says. */
export interface Outbox {
  readonly dataSource: DataSource;
  /** What was told, in order. */
  readonly told: { actionId: string; notice: Notice }[];
  answer: (action: StoredAction, notice: Notice) => DeliveryOutcome | Promise<DeliveryOutcome>;
  /** Starts one more process, as it were, that delivers. @param looksOut false: nobody looks for work after its begin */
  start(looksOut?: boolean): Promise<void>;
  /** In the order in which they were planned. */
  runs(): Promise<OutboxRun[]>;
  /** The runs once none waits any more; pauses between attempts are cut short. */
  allSettled(): Promise<OutboxRun[]>;
  subjects(): string[];
  close(): Promise<void>;
}

export async function createOutbox(): Promise<Outbox> {
  const database = await createMigratedDatabase('outbox');
  const location = { backend: 'postgres', url: database.url } as const;
  await migrateQueue(location);
  const { dataSource } = database;
  const closes: (() => Promise<void>)[] = [];
  const outbox: Outbox = {
    dataSource,
    told: [],
    answer: () => OK,
    async start(looksOut = true) {
      const queues = openQueues(location, { onError: () => undefined, onFailure: () => undefined });
      const delivery = await startDelivery({
        deliveries: new DeliveryRepository(dataSource),
        queues,
        queueLeaseSeconds: 30,
        deliver: async (notice, action) => {
          const outcome = await outbox.answer(action, notice);
          if (outcome.ok) outbox.told.push({ actionId: action.id, notice });
          return outcome;
        },
        limitMs: () => 30_000,
        logger: createLogger('test', 'fatal'),
      });
      const lookout = looksOut ? lookOutFor(dataSource, { deliveries: delivery }) : null;
      closes.push(async () => {
        await lookout?.stop();
        await delivery.stop();
        await queues.close();
      });
    },
    runs: () =>
      dataSource.query<OutboxRun[]>(
        `SELECT action_id AS "actionId", kind, alert_number AS "alertNumber", state, skip_code AS "skipCode", attempts,
                error, response, delivery_id AS "deliveryId" FROM action_run ORDER BY sequence`,
      ),
    async allSettled() {
      const areSettled = async (): Promise<boolean> => {
        await dataSource.query(`UPDATE action_run SET due_at = now() WHERE state = 'pending' AND due_at > now()`);
        return (await outbox.runs()).every(({ state }) => state !== 'pending');
      };
      await waitFor(areSettled, { what: 'all runs to be settled', timeoutMs: 15_000 });
      return outbox.runs();
    },
    subjects: () => outbox.told.map(({ notice }) => notice.subject),
    async close() {
      for (const close of closes.splice(0)) await close();
      await database.drop();
    },
  };
  return outbox;
}
