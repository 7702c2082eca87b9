/**
 * A moment of the database: what was visible then. Two of them tell exactly what became visible in between, in whatever order
 * transactions began, drew their ids and ended.
 */
export interface Position {
  /** When this Postgres was started, in milliseconds since 1970: changes that it noted before are gone. */
  readonly startedAtMs: number;
  /** Seconds since 1970, by the database's clock. */
  readonly atSeconds: number;
  /** As Postgres writes a `pg_snapshot`: `xmin:xmax:xip,…`. */
  readonly snapshot: string;
}

const FORM = /^(\d{1,15})\.(\d{1,11})\.((\d{1,20}):(\d{1,20}):((?:\d{1,20}(?:,\d{1,20})*)?))$/;

/** A position as the id of an event of the stream: one line. */
export function writePosition({ startedAtMs, atSeconds, snapshot }: Position): string {
  return `${startedAtMs}.${atSeconds}.${snapshot}`;
}

/** @returns null for what is none, as when somebody made it up: Postgres is asked nothing that it would refuse */
export function readPosition(text: string): Position | null {
  const [, startedAtMs, atSeconds, snapshot, xmin, xmax, xips] = FORM.exec(text) ?? [];
  if (snapshot === undefined || xmin === undefined || xmax === undefined) return null;
  const running = xips === undefined || xips === '' ? [] : xips.split(',').map(BigInt);
  const inOrder = [BigInt(xmin), ...running, BigInt(xmax)];
  const isValid =
    BigInt(xmin) > 0n &&
    BigInt(xmax) < 2n ** 63n &&
    running.every((xid) => xid < BigInt(xmax)) &&
    inOrder.every((xid, index) => index === 0 || xid >= (inOrder[index - 1] ?? 0n)) &&
    running.every((xid, index) => index === 0 || xid > (running[index - 1] ?? 0n));
  return isValid ? { startedAtMs: Number(startedAtMs), atSeconds: Number(atSeconds), snapshot } : null;
}
