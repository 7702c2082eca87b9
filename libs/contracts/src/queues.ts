import type { z } from 'zod';
import {
  deliveryJobSchema,
  probeJobSchema,
  resultsMessageSchema,
  type DeliveryJob,
  type ProbeJob,
  type ResultsMessage,
} from './jobs.js';
import { workerBeatSchema, type WorkerBeat } from './worker.js';

export const QUEUE_KINDS = ['probe', 'results', 'workers', 'actions'] as const;
export type QueueKind = (typeof QUEUE_KINDS)[number];

/**
 * A queue's name, what it carries, and how that is checked. `Message` is what producers give; consumers get what the
 * schema lets through, the envelope, whose items they parse one by one.
 */
export interface QueueDefinition<Message, Envelope extends z.ZodType = z.ZodType> {
  readonly kind: QueueKind;
  readonly name: string;
  readonly envelope: Envelope;
  /** Never set: carries the type of the message to the producers. */
  readonly message?: Message;
}

/** The queue from which the workers of a site take their probes. */
export function probeQueue(site: string): QueueDefinition<ProbeJob, typeof probeJobSchema> {
  return { kind: 'probe', name: `probe.${site}`, envelope: probeJobSchema };
}

/** The queue through which the workers of a site report. Who may write to it speaks for the site, and for no other. */
export function resultsQueue(site: string): QueueDefinition<ResultsMessage, typeof resultsMessageSchema> {
  return { kind: 'results', name: `results.${site}`, envelope: resultsMessageSchema };
}

/** The queue through which the workers of a site tell that they are alive. */
export function workersQueue(site: string): QueueDefinition<WorkerBeat, typeof workerBeatSchema> {
  return { kind: 'workers', name: `workers.${site}`, envelope: workerBeatSchema };
}

/** All queues that are a site's own. */
export function queuesOfSite(site: string): QueueDefinition<unknown>[] {
  return [probeQueue(site), resultsQueue(site), workersQueue(site)];
}

/** The queue that hands out what is to be delivered. */
export const ACTIONS_QUEUE: QueueDefinition<DeliveryJob, typeof deliveryJobSchema> = {
  kind: 'actions',
  name: 'actions',
  envelope: deliveryJobSchema,
};
