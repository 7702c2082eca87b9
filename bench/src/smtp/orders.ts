/** Ours, and the loop it is measured against. */
export const ENGINES = ['bare', 'probe'] as const;
export type EngineName = (typeof ENGINES)[number];

/** Programs of others that are made for the same purpose. */
export const PEERS = ['blackbox', 'checkSmtp'] as const;
export type PeerName = (typeof PEERS)[number];

/** In clear text, with STARTTLS (RFC 3207), or with TLS from the start (RFC 8314). */
export type Dialogue = 'plain' | 'starttls' | 'tls';

/** What sessions an engine makes. */
interface Sessions {
  readonly engine: EngineName;
  readonly dialogue: Dialogue;
  readonly port: number;
  /** The certificate to trust, in PEM; empty where there is no TLS. */
  readonly certificate: string;
}

/** Makes many sessions, so many at once, and measures their time and CPU. */
export interface SpeedOrder extends Sessions {
  readonly task: 'speed';
  readonly probes: number;
  readonly concurrency: number;
}

/** Holds many sessions at once with a server that greets late, and measures the memory. */
export interface MemoryOrder extends Sessions {
  readonly task: 'memory';
  readonly sessions: number;
}

/** Has an exporter make many probes, and measures the exporter. */
export interface ExporterOrder {
  readonly task: 'exporter';
  readonly exporter: { readonly pid: number; readonly port: number };
  readonly port: number;
  readonly probes: number;
  readonly concurrency: number;
}

/** What the process of an engine is told, in its first argument as JSON. */
export type EngineOrder = SpeedOrder | MemoryOrder | ExporterOrder;

export interface SpeedResult {
  readonly probes: number;
  readonly seconds: number;
  readonly cpuMicroseconds: number;
  /** The two parts of it; null where only the sum is known. */
  readonly userMicroseconds: number | null;
  readonly systemMicroseconds: number | null;
  /** Sessions that did not go as they should. */
  readonly failed: number;
}

export interface MemoryResult {
  /** Resident memory before, with everything loaded and warm. */
  readonly idleBytes: number;
  /** The most while the sessions were held. */
  readonly peakBytes: number;
  readonly failed: number;
}
