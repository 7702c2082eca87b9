/** A request that tells a receiver something. */
export interface HttpRequest {
  readonly method: 'GET' | 'POST' | 'PUT';
  readonly url: URL;
  /** Besides those that HTTP itself needs. */
  readonly headers: Readonly<Record<string, string>>;
  /** Null: none. */
  readonly body: string | null;
}

/** What a receiver answered, whatever its status. */
export interface HttpAnswer {
  readonly status: number;
  /** By its header Retry-After, 0 to 3600. */
  readonly retryAfterSeconds: number | null;
  /** The first 64 KiB. */
  readonly body: string;
}

/** Why there is no answer. */
export interface HttpFailure {
  /** False: trying again with the same settings can not help. */
  readonly retryable: boolean;
  /** One sentence; names the host and port, and of a redirect the path it leads to. */
  readonly error: string;
}

export type HttpResult =
  { readonly answer: HttpAnswer; readonly failure: null } | { readonly answer: null; readonly failure: HttpFailure };

/** Sends one request; when and how often to try is not its business. */
export interface HttpClient {
  /**
   * Never rejects: what a network or a receiver does is a result.
   * @param signal ends the request, whichever part of it is under way, and closes its connection
   */
  send(request: HttpRequest, signal: AbortSignal): Promise<HttpResult>;
  /** Closes idle connections. They keep no process alive, and are closed by themselves after some seconds. */
  close(): void;
}
