import { lookup } from 'node:dns/promises';

/** Where datagrams go. */
export interface ResolvedHost {
  readonly address: string;
  readonly family: 4 | 6;
}

/**
 * The first address of a host, as this machine resolves names.
 * @throws the reason of the signal when that is aborted earlier; the look-up itself can not be ended
 */
export async function resolveHost(host: string, signal: AbortSignal): Promise<ResolvedHost> {
  const { address, family } = await abortable(lookup(host), signal);
  return { address, family: family === 6 ? 6 : 4 };
}

/** What `work` gives, or the reason of the signal when that is aborted earlier; `work` is then left to itself. */
export function abortable<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise<T>((resolve, reject) => {
    const onAbort = (): void => reject(signal.reason as Error);
    if (signal.aborted) onAbort();
    signal.addEventListener('abort', onAbort, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', onAbort));
  });
}

/** Such as `mx1.example.com:25` or `[2001:db8::25]:25`. */
export function hostAndPort(host: string, port: number): string {
  return host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`;
}
