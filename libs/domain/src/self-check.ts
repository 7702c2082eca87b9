/** Where the name comes from that a machine says EHLO with: its settings, its host name, or none: an address literal. */
export const EHLO_NAME_SOURCES = ['configured', 'host', 'literal'] as const;
export type EhloNameSource = (typeof EHLO_NAME_SOURCES)[number];

/** Where an address comes from: the settings, or the machine's own routing. */
export const ADDRESS_SOURCES = ['configured', 'own'] as const;
export type AddressSource = (typeof ADDRESS_SOURCES)[number];

/** Something that makes mail servers distrust a visitor. */
export interface SelfCheckFinding {
  /** A key of the table of findings in `libs/smtp`, such as `ptr-missing`. */
  readonly code: string;
  /** One sentence: what is. */
  readonly message: string;
  /** One sentence or two: what an administrator can do about it. */
  readonly fix: string;
}

/** How one address of a machine looks to the servers it visits. */
export interface AddressCheck {
  readonly address: string;
  readonly source: AddressSource;
  /** The names the address has in the reverse DNS; the first ten. */
  readonly ptrNames: readonly string[];
  /** Those of them that have the address in turn (forward-confirmed reverse DNS). */
  readonly confirmedNames: readonly string[];
  /** True if the EHLO name is a confirmed name or has the address. */
  readonly ehloNameMatches: boolean;
  readonly findings: readonly SelfCheckFinding[];
}

/** How a machine that probes looks to mail servers: they look up who comes, and greet strangers slowly or not at all. */
export interface SelfCheck {
  /** Null: an address literal is said. */
  readonly ehloName: string | null;
  readonly ehloNameSource: EhloNameSource;
  readonly addresses: readonly AddressCheck[];
  /** What concerns no address by itself. */
  readonly findings: readonly SelfCheckFinding[];
  /** ISO 8601, UTC, by the clock of that machine. */
  readonly checkedAt: string;
}
