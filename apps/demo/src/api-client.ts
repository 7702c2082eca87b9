import { problemSchema } from '@twotwenty/contracts/http';
import { setTimeout as sleep } from 'node:timers/promises';
import type { z } from 'zod';

const WAIT_FOR_API_MS = 180_000;
const TIMEOUT_MS = 10_000;

/** A request the API answered with a problem. */
export class ApiError extends Error {
  constructor(
    readonly status: number,
    what: string,
    problem: string,
  ) {
    super(`${what}: ${problem}`);
    this.name = 'ApiError';
  }
}

/** The few calls of the API the demo needs; answers are checked against the contracts. */
export class ApiClient {
  /** @param baseUrl without a slash at its end */
  constructor(
    private readonly baseUrl: string,
    private readonly token: string,
    private readonly signal: AbortSignal,
  ) {}

  /** Waits until the API is there and in order: the demo may start before the controller. */
  async untilReady(): Promise<void> {
    const giveUpAt = performance.now() + WAIT_FOR_API_MS;
    for (;;) {
      const answer = await fetch(`${this.baseUrl}/api/v1/health`, this.options('GET')).catch(() => null);
      await answer?.body?.cancel();
      if (answer?.ok) return;
      this.signal.throwIfAborted();
      if (performance.now() > giveUpAt) throw new Error(`no healthy API answers at ${this.baseUrl}`);
      await sleep(250, undefined, { signal: this.signal });
    }
  }

  get<T extends z.ZodType>(path: string, schema: T): Promise<z.infer<T>> {
    return this.call('GET', path, schema);
  }

  post<T extends z.ZodType>(path: string, body: unknown, schema: T): Promise<z.infer<T>> {
    return this.call('POST', path, schema, body);
  }

  patch<T extends z.ZodType>(path: string, body: unknown, schema: T): Promise<z.infer<T>> {
    return this.call('PATCH', path, schema, body);
  }

  private async call<T extends z.ZodType>(
    method: string,
    path: string,
    schema: T,
    body?: unknown,
  ): Promise<z.infer<T>> {
    this.signal.throwIfAborted();
    const answer = await fetch(`${this.baseUrl}/api/v1${path}`, this.options(method, body));
    const text = await answer.text();
    if (!answer.ok) throw new ApiError(answer.status, `${method} ${path}`, problemOf(text, answer.status));
    return schema.parse(JSON.parse(text));
  }

  private options(method: string, body?: unknown): RequestInit {
    return {
      method,
      headers: {
        authorization: `Bearer ${this.token}`,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(TIMEOUT_MS),
    };
  }
}

function problemOf(text: string, status: number): string {
  try {
    const { title, detail, errors = [] } = problemSchema.parse(JSON.parse(text));
    return [detail ?? title, ...errors.map(({ field, message }) => `${field} ${message}`)].join('; ');
  } catch {
    return `status ${status}`;
  }
}
