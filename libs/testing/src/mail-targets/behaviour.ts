/** How a target meets those who connect: it greets, refuses the connection, greets with a refusal, or says nothing. */
export type Behaviour = 'well' | 'refuse' | '421' | '554' | 'silent';

/** What the process of the targets is told to do, a line of JSON each. */
export type Order =
  | { readonly become: Behaviour; readonly address: string }
  /** All that was written down so far is to be in the file when the answer comes. */
  | { readonly flush: true };

/** A line of the file in which the targets write down what was. Times are milliseconds since 1970. */
export type LogLine =
  /** From now on the target behaves so. */
  | { readonly atMs: number; readonly address: string; readonly becomes: Behaviour }
  /** Somebody connected and met this. */
  | { readonly atMs: number; readonly address: string; readonly met: Behaviour };

/** What the process of the targets is started with. */
export interface TargetsSettings {
  readonly addresses: readonly string[];
  readonly port: number;
  /** The longest that a target which is well takes to greet; each has a time of its own up to that. */
  readonly maxGreetingMs: number;
  readonly controlPort: number;
  readonly logFile: string;
}
