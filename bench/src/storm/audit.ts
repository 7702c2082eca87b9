/** What there is to tell: one alert of an incident, or its recovery. */
export interface Told {
  readonly incident: string;
  readonly kind: 'failure' | 'recovery';
  /** Of the alert; for a recovery that of the last one. */
  readonly number: number;
}

/** A request that reached the receiver. */
export interface Received extends Told {
  /** Which of the actions sent it, from 0. */
  readonly action: number;
  /** The idempotency key. */
  readonly key: string;
  /** False when it was turned away. */
  readonly accepted: boolean;
}

/** What became of everything that was to be told. Only `repeated` may be above zero besides the first two. */
export interface Audit {
  /** Alerts and recoveries, times the actions. */
  readonly expected: number;
  /** Of those, accepted at least once. */
  readonly delivered: number;
  /** Accepted again under the same key: at least once is what is promised, and the receiver knows a repetition. */
  readonly repeated: number;
  /** Further keys for something that had one already: a receiver would take it for news. */
  readonly otherKeys: number;
  /** Keys that came with more than one thing to tell: a receiver would take the second for a repetition. */
  readonly sharedKeys: number;
  readonly missing: number;
  /** Told, although nothing of the kind was decided. */
  readonly unexpected: number;
  /** Accepted for the first time after something later of the same incident and action. */
  readonly outOfOrder: number;
}

/**
 * Compares what was decided with what reached the receiver.
 * @param received in the order in which it came
 */
export function auditDeliveries(decided: readonly Told[], actions: number, received: readonly Received[]): Audit {
  const wanted = new Set(
    decided.flatMap((told) => Array.from({ length: actions }, (_, action) => nameOf(told, action))),
  );
  const accepted = received.filter((request) => request.accepted);
  const firsts = firstOfEach(accepted);
  const delivered = [...firsts.keys()].filter((name) => wanted.has(name)).length;
  return {
    expected: wanted.size,
    delivered,
    repeated: accepted.length - firsts.size,
    ...countKeys(received),
    missing: wanted.size - delivered,
    unexpected: firsts.size - delivered,
    outOfOrder: countOutOfOrder([...firsts.values()]),
  };
}

/** Whether everything was told as it should be. */
export function isFaultless({ missing, otherKeys, sharedKeys, unexpected, outOfOrder }: Audit): boolean {
  return missing + otherKeys + sharedKeys + unexpected + outOfOrder === 0;
}

function firstOfEach(accepted: readonly Received[]): Map<string, Received> {
  const firsts = new Map<string, Received>();
  for (const request of accepted) {
    const name = nameOf(request, request.action);
    if (!firsts.has(name)) firsts.set(name, request);
  }
  return firsts;
}

/** Also of what was turned away: a later attempt must come under the same key. */
function countKeys(received: readonly Received[]): Pick<Audit, 'otherKeys' | 'sharedKeys'> {
  const names = new Set(received.map((request) => nameOf(request, request.action)));
  const keys = new Set(received.map(({ key }) => key));
  const pairs = new Set(received.map((request) => `${nameOf(request, request.action)} ${request.key}`));
  return { otherKeys: pairs.size - names.size, sharedKeys: pairs.size - keys.size };
}

function countOutOfOrder(firsts: readonly Received[]): number {
  const latest = new Map<string, number>();
  let count = 0;
  for (const { incident, action, kind, number } of firsts) {
    const line = `${incident} ${action}`;
    const rank = kind === 'recovery' ? Infinity : number;
    const before = latest.get(line) ?? 0;
    if (rank < before) count += 1;
    else latest.set(line, rank);
  }
  return count;
}

function nameOf({ incident, kind, number }: Told, action: number): string {
  return `${incident} ${kind} ${number} ${action}`;
}
