import { z } from 'zod';
import { eventSchema } from './history.js';
import { idSchema } from './scalars.js';

/** What `changed` speaks of, by the names of the API's resources. */
export const CHANGED_RESOURCES = [
  'action-runs',
  'alerts',
  'credentials',
  'devices',
  'host-keys',
  'maintenance-windows',
  'monitors',
  'recovery-checks',
  'recovery-settings',
  'sites',
] as const;
export type ChangedResource = (typeof CHANGED_RESOURCES)[number];

/** Most ids that a message names; where there are more it says `null`, which means: any may be meant. */
export const MAX_STREAM_IDS = 100;
/** Most events of one frame; where there are more, everything is to be asked for anew. */
export const MAX_STREAM_EVENTS = 500;
/** A frame is sent at least this often, an empty one if nothing happened: a reader that hears nothing for longer is cut off. */
export const STREAM_HEARTBEAT_SECONDS = 10;
/** How far back a stream can be resumed. */
export const STREAM_MEMORY_SECONDS = 600;

const idsSchema = z
  .array(idSchema)
  .max(MAX_STREAM_IDS)
  .nullable()
  .describe(`Of what changed; null: more than ${MAX_STREAM_IDS}, or not known`);

/** What a reader of the stream is told. A reader passes over types that it does not know. */
export const streamMessageSchema = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('hello').describe('First of all, once'),
    version: z.string().describe('Of the controller'),
    webEntry: z
      .string()
      .nullable()
      .describe('The script that the web page of this controller begins with; null where no web page is served'),
  }),
  z.strictObject({ type: z.literal('event').describe('Something happened to a monitor'), event: eventSchema }),
  z.strictObject({
    type: z.literal('changed').describe('Something was made, changed or removed'),
    resource: z.enum(CHANGED_RESOURCES),
    ids: idsSchema,
  }),
  z.strictObject({ type: z.literal('tests').describe('Monitors have new results of tests'), monitorIds: idsSchema }),
  z.strictObject({
    type: z.literal('reset').describe('What happened is not told in full: everything is to be asked for anew'),
  }),
]);
export type StreamMessage = z.infer<typeof streamMessageSchema>;

/** The data of one server-sent event: all that became visible in the database at once; empty as a sign of life. */
export const streamFrameSchema = z.array(streamMessageSchema);
export type StreamFrame = z.infer<typeof streamFrameSchema>;

export const streamQuerySchema = z.strictObject({
  lastEventId: z
    .string()
    .max(8192)
    .optional()
    .describe('As the header Last-Event-ID, for a reader that opens the stream itself again; the header goes first'),
});
export type StreamQuery = z.infer<typeof streamQuerySchema>;
