import type { Random } from '@twotwenty/testing/random';
import type { ChaosSystem } from '../system/system.js';

/** What an act lays hands on. Acts that have a part in common are never under way at once. */
export type Part = 'controllers' | 'evaluators' | 'workers' | 'far worker' | 'redis' | 'postgres' | 'proxies';

/** One thing that goes wrong. */
export interface Act {
  /** Does the harm. @returns what was hit, in words */
  begin(): Promise<string>;
  /** Takes it back. Resolves when what was hit is back; throws when the product did not do as it should. */
  end(): Promise<void>;
}

/** A kind of act, one module each. */
export interface ActKind {
  readonly name: string;
  readonly parts: readonly Part[];
  /** How long it may last at most, in seconds. */
  readonly maxSeconds: number;
  /** True: tests in flight may be lost with it, and come back when their lease ends. */
  readonly losesTests: boolean;
  /** @param random for the choices within the act */
  make(system: ChaosSystem, random: Random): Act;
}
