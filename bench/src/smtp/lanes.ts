/** One session with the server at an address; tells whether it went as it should. */
export type Session = (host: string, port: number) => Promise<boolean>;

/** Many addresses of this machine, as the monitors of a site have many servers. */
export function addressOf(index: number): string {
  return `127.1.${(index >> 6) & 3}.${(index & 63) + 1}`;
}

/**
 * Makes sessions, always so many at once until the last have begun.
 * @returns how many failed
 */
export async function runSessions(session: Session, port: number, count: number, concurrency: number): Promise<number> {
  let next = 0;
  let failed = 0;
  const lane = async (): Promise<void> => {
    while (next < count) {
      const index = next;
      next += 1;
      if (!(await session(addressOf(index), port))) failed += 1;
    }
  };
  await Promise.all(Array.from({ length: Math.min(concurrency, count) }, lane));
  return failed;
}
