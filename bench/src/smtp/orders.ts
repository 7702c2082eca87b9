/** The two that are compared. */
export const ENGINES = ['bare', 'probe'] as const;
export type EngineName = (typeof ENGINES)[number];

/** Makes many sessions, so many at once, and measures their time and CPU. */
export interface SpeedOrder {
  readonly task: 'speed';
  readonly engine: EngineName;
  readonly port: number;
  readonly probes: number;
  readonly concurrency: number;
}

/** Holds many sessions at once with a server that greets late, and measures the memory. */
export interface MemoryOrder {
  readonly task: 'memory';
  readonly engine: EngineName;
  readonly port: number;
  readonly sessions: number;
}

/** What the process of an engine is told, in its first argument as JSON. */
export type EngineOrder = SpeedOrder | MemoryOrder;

export interface SpeedResult {
  readonly seconds: number;
  readonly userMicroseconds: number;
  readonly systemMicroseconds: number;
  /** Sessions that did not see a 220. */
  readonly failed: number;
}

export interface MemoryResult {
  /** Resident memory before, with everything loaded and warm. */
  readonly idleBytes: number;
  /** The most while the sessions were held. */
  readonly peakBytes: number;
  readonly failed: number;
}
