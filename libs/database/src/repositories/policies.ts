import type { EntityManager } from 'typeorm';
import type { MonitorPolicy } from '../entities/monitor-policy.entity.js';

/** Some hundred bytes each. More than that many different policies are read again now and then. */
const MAX_KNOWN = 10_000;

/** The policies met so far. They never change: what was read once is true for good. */
export class Policies {
  private known = new Map<number, MonitorPolicy>();

  /** @param maxKnown the most that are kept, but for those that are needed together */
  constructor(private readonly maxKnown = MAX_KNOWN) {}

  /**
   * The policies of some rows, by their keys, among others. One statement where one of them is met for the first time, none else.
   * @param manager sees the policies that its rows name
   */
  async of(
    manager: EntityManager,
    rows: readonly { readonly policyKey: number }[],
  ): Promise<ReadonlyMap<number, MonitorPolicy>> {
    let missing = unknownTo(this.known, rows);
    if (missing.size > 0 && this.known.size + missing.size > this.maxKnown) {
      // A new map: others may be about to use what stands in the old one.
      this.known = new Map();
      missing = unknownTo(this.known, rows);
    }
    const { known } = this;
    if (missing.size === 0) return known;
    const found = await manager.query<{ key: number; settings: MonitorPolicy }[]>(
      'SELECT key, settings FROM monitor_policy WHERE key = ANY($1::int[])',
      [[...missing]],
    );
    for (const { key, settings } of found) known.set(key, settings);
    return known;
  }
}

function unknownTo(
  known: ReadonlyMap<number, MonitorPolicy>,
  rows: readonly { readonly policyKey: number }[],
): ReadonlySet<number> {
  const missing = new Set<number>();
  for (const { policyKey } of rows) if (!known.has(policyKey)) missing.add(policyKey);
  return missing;
}

/** @throws Error for a key that no policy has: rows and policies are written together */
export function policyOf(policies: ReadonlyMap<number, MonitorPolicy>, key: number): MonitorPolicy {
  const policy = policies.get(key);
  if (policy === undefined) throw new Error(`there is no policy ${key}`);
  return policy;
}
