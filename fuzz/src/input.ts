import type { ProbeTarget } from '@twotwenty/domain/probe';
import { ADDRESS_FAMILIES, CERTIFICATE_POLICIES, SECURITIES } from '@twotwenty/domain/probe';
import { z } from 'zod';

/** The certificates that the servers have; `trusted` is all right for the name of the host. */
export const CERTIFICATES = ['trusted', 'expired', 'soon', 'self-signed', 'odd-names', 'many-names', 'weak'] as const;
export type CertificateKind = (typeof CERTIFICATES)[number];

export const TLS_VERSIONS = ['TLSv1', 'TLSv1.1', 'TLSv1.2', 'TLSv1.3'] as const;
export type TlsVersion = (typeof TLS_VERSIONS)[number];

/** What is done to the octets that the server sends in and after the handshake. */
export interface Damage {
  /** The octet, counted from the first of the handshake. */
  readonly at: number;
  /** `flip` changes it; `cut` sends a FIN in its place; `drop` goes silent from there on. */
  readonly how: 'flip' | 'cut' | 'drop';
}

/** One thing that the server does. Octets are strings of one character per octet. */
export type Action =
  /** All at once. */
  | { readonly do: 'send'; readonly octets: string }
  /** Octet by octet, each in a segment of its own as far as the kernel allows. */
  | { readonly do: 'dribble'; readonly octets: string }
  /** Past TLS, onto the connection below it. */
  | { readonly do: 'send-below'; readonly octets: string }
  /** Waits until the client has said this since the last `hear`, or has left. */
  | { readonly do: 'hear'; readonly text: string }
  | { readonly do: 'pause'; readonly ms: number }
  /** Makes the handshake as a server. */
  | {
      readonly do: 'tls';
      readonly certificate: CertificateKind;
      readonly version: TlsVersion;
      readonly damage: Damage | null;
    }
  /** Sends a FIN and goes on to listen. */
  | { readonly do: 'half-close' }
  /** Closes both directions; with something unread that becomes a RST. */
  | { readonly do: 'close' }
  | { readonly do: 'reset' }
  /** Reads no more, so that the client's octets pile up. */
  | { readonly do: 'stop-reading' }
  /** Does not close when the client does. */
  | { readonly do: 'linger' };

/** How the host of the target leads to the server. */
export const HOSTS = ['address', 'refused', 'name', 'name-after-refused', 'name-unknown', 'name-slow'] as const;
export type HostKind = (typeof HOSTS)[number];

/** One session: what the server does, and what the probe is asked for. */
export interface FuzzInput {
  readonly actions: readonly Action[];
  readonly host: HostKind;
  readonly target: Pick<ProbeTarget, 'addressFamily' | 'ehloName' | 'security' | 'strictQuit' | 'tls'>;
  readonly maxTestDurationMs: number;
  /** When to abort the probe, in milliseconds since it began; null for not at all. */
  readonly abortAfterMs: number | null;
  /** How long the gate lets the probe wait for its turn at each address; null for no gate. */
  readonly gateMs: number | null;
}

const octets = z.string().max(200_000);
const wholeNumber = z.int().nonnegative();
const damage = z.object({ at: wholeNumber, how: z.enum(['flip', 'cut', 'drop']) });
const action: z.ZodType<Action> = z.discriminatedUnion('do', [
  z.object({ do: z.enum(['send', 'dribble', 'send-below']), octets }),
  z.object({ do: z.literal('hear'), text: z.string() }),
  z.object({ do: z.literal('pause'), ms: wholeNumber }),
  z.object({
    do: z.literal('tls'),
    certificate: z.enum(CERTIFICATES),
    version: z.enum(TLS_VERSIONS),
    damage: damage.nullable(),
  }),
  z.object({ do: z.enum(['half-close', 'close', 'reset', 'stop-reading', 'linger']) }),
]);

/** A file with an input in it: a finding, or one of the corpus. */
export const inputFileSchema = z.object({
  input: z.object({
    actions: z.array(action),
    host: z.enum(HOSTS),
    target: z.object({
      addressFamily: z.enum(ADDRESS_FAMILIES),
      ehloName: z.string().nullable(),
      security: z.enum(SECURITIES),
      strictQuit: z.boolean(),
      tls: z.object({
        certificate: z.enum(CERTIFICATE_POLICIES),
        warnDays: wholeNumber.nullable(),
        failDays: wholeNumber.nullable(),
      }),
    }),
    maxTestDurationMs: z.number().positive(),
    abortAfterMs: wholeNumber.nullable(),
    gateMs: wholeNumber.nullable(),
  }),
});
