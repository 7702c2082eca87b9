import type { Behaviour } from '@twotwenty/testing/mail-targets/behaviour';
import { Random } from '@twotwenty/testing/random';
import type { ActKind } from './acts/act.js';

/** Acts that begin together; when the last one is back, calm follows. */
export interface Slot {
  readonly acts: readonly { readonly kind: ActKind; readonly seconds: number; readonly seed: number }[];
}

/** A change of a target, in seconds from the beginning of the acts. */
export interface TargetChange {
  readonly atSeconds: number;
  readonly address: string;
  readonly become: Behaviour;
}

const FAILURES = ['refuse', '421', '554', 'silent'] as const;

/**
 * Which acts come one after the other. All kinds come before one comes again; half of the slots have a second act, one
 * that hits other parts.
 * @param slots how many; by default as many as it takes until all kinds came once
 * @param maxSeconds the longest that an act may last, whatever its kind allows
 */
export function planSlots(
  seed: number,
  kinds: readonly ActKind[],
  { slots, maxSeconds = Infinity }: { slots?: number | undefined; maxSeconds?: number | undefined } = {},
): Slot[] {
  const random = new Random(seed);
  const planned: Slot[] = [];
  let pile = shuffled(kinds, random);
  const draw = (allowed: (kind: ActKind) => boolean): ActKind | undefined => {
    const index = pile.findIndex(allowed);
    return index < 0 ? undefined : pile.splice(index, 1)[0];
  };
  const toAct = (kind: ActKind) => {
    const most = Math.min(maxSeconds, kind.maxSeconds);
    return { kind, seconds: random.between(Math.min(2, most), most), seed: random.below(2 ** 31) };
  };
  while (slots === undefined ? pile.length > 0 : planned.length < slots) {
    if (pile.length === 0) pile = shuffled(kinds, random);
    const first = draw(() => true);
    if (first === undefined) break;
    const second = random.oneIn(2) ? draw(({ parts }) => !parts.some((part) => first.parts.includes(part))) : undefined;
    planned.push({ acts: [first, ...(second === undefined ? [] : [second])].map(toAct) });
  }
  return planned;
}

/**
 * When the targets that fail do so, each by itself: well for a while, then out for longer, and so on.
 * @param seconds after which no outage begins any more
 */
export function planOutages(seed: number, addresses: readonly string[], seconds: number): TargetChange[] {
  const random = new Random(seed ^ 0x5eed);
  const changes: TargetChange[] = [];
  for (const address of addresses) {
    for (let atSeconds = random.between(2, 40); atSeconds < seconds; atSeconds += random.between(30, 90)) {
      changes.push({ atSeconds, address, become: random.pick(FAILURES) });
      // Mostly long enough for alerts whatever happens, now and then a mere hiccup.
      atSeconds += random.oneIn(4) ? random.between(1, 20) : random.between(90, 150);
      changes.push({ atSeconds, address, become: 'well' });
    }
  }
  return changes.toSorted((left, right) => left.atSeconds - right.atSeconds);
}

function shuffled<Item>(items: readonly Item[], random: Random): Item[] {
  const rest = [...items];
  return items.map(() => rest.splice(random.below(rest.length), 1)[0]).filter((item) => item !== undefined);
}
