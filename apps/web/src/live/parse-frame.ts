import { streamMessageSchema, type StreamMessage } from '@twotwenty/contracts/stream';

export interface ParsedFrame {
  readonly messages: readonly StreamMessage[];
  /** How many were not understood: the controller may be of another version. */
  readonly unreadable: number;
}

/** Reads the data of a server-sent event, message by message. */
export function parseFrame(data: string): ParsedFrame {
  const parsed = items(data).map((item) => streamMessageSchema.safeParse(item));
  const messages = parsed.flatMap(({ data: message, success }) => (success ? [message] : []));
  return { messages, unreadable: parsed.length - messages.length };
}

/** What is no list counts as one thing that is not understood. */
function items(data: string): unknown[] {
  try {
    const frame: unknown = JSON.parse(data);
    return Array.isArray(frame) ? frame : [frame];
  } catch {
    return [undefined];
  }
}
