import { z } from 'zod';

/** A controller, how to speak to it, and until when. */
export interface Connection {
  /** Without user info. */
  readonly url: string;
  readonly adminToken: string | undefined;
  readonly signal: AbortSignal;
}

/** What is asked besides the path. */
interface Question {
  /** The statuses of an answer that is worth reading; 200 when left out. */
  readonly statuses?: readonly number[];
  /** Sent as JSON by POST. */
  readonly body?: object;
  /** POST where there is a body, GET where there is none, when left out. */
  readonly method?: 'DELETE';
}

/** A status that nobody asked for. */
export class UnexpectedStatusError extends Error {
  /** @param detail what the controller says about it, as it says it */
  constructor(
    readonly status: number,
    readonly detail: string | null,
  ) {
    super(`it answers ${status}`);
  }
}

/** Of an answer that tells what is wrong. */
const problemSchema = z.looseObject({
  detail: z.string().optional(),
  errors: z.array(z.looseObject({ field: z.string(), message: z.string() })).optional(),
});

/** Above the largest simulation of a monitor with dozens of actions. */
const MAX_ANSWER_BYTES = 64 * 1024 * 1024;

/**
 * Asks a controller for the JSON at a path; null where it answers without content.
 *
 * @throws UnexpectedStatusError
 * @throws Error when there is no answer in time, one that is not of a controller, or one of more than 64 MiB
 */
export async function ask(
  { url, adminToken, signal }: Connection,
  path: string,
  { statuses = [200], body, method }: Question = {},
): Promise<unknown> {
  const response = await fetch(new URL(path, url), {
    headers: {
      ...(adminToken !== undefined && { authorization: `Bearer ${adminToken}` }),
      ...(body !== undefined && { 'content-type': 'application/json' }),
    },
    ...(body !== undefined && { method: 'POST', body: JSON.stringify(body) }),
    ...(method !== undefined && { method }),
    signal,
  });
  if (!statuses.includes(response.status)) {
    throw new UnexpectedStatusError(response.status, await readDetail(response));
  }
  if (response.status === 204) return null;
  if (!/json/.test(response.headers.get('content-type') ?? '')) throw somethingElse();
  return parseJson(await readText(response));
}

/** What a problem document (RFC 9457) tells; null where the answer is none. */
async function readDetail(response: Response): Promise<string | null> {
  if (!/problem\+json/.test(response.headers.get('content-type') ?? '')) {
    await response.body?.cancel();
    return null;
  }
  const problem = problemSchema.safeParse(parseJson(await readText(response)));
  if (!problem.success) return null;
  const { detail, errors = [] } = problem.data;
  const parts = [...(detail === undefined ? [] : [detail]), ...errors.map((each) => `${each.field}: ${each.message}`)];
  return parts.length === 0 ? null : parts.join(' ');
}

async function readText(response: Response): Promise<string> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  const stream: AsyncIterable<Uint8Array> | Uint8Array[] = response.body ?? [];
  for await (const chunk of stream) {
    bytes += chunk.length;
    if (bytes > MAX_ANSWER_BYTES) throw new Error(`it answers more than ${MAX_ANSWER_BYTES} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

/** Without the parser's words, which repeat what was sent. */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw somethingElse();
  }
}

function somethingElse(): Error {
  return new Error('it is something else');
}
