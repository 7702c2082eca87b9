import type { FuzzInput } from './input.js';
import { mutate, chooseDuration } from './mutate.js';
import type { Random } from '@twotwenty/testing/random';
import type { Run } from './runner.js';

const MAX_ENTRIES = 3000;

interface Entry {
  readonly input: FuzzInput;
  /** Its session ended by the deadline. */
  readonly tookAllTime: boolean;
}

/** The inputs that showed something new, from which the next ones are made. */
export class Corpus {
  private readonly entries: Entry[] = [];
  private readonly behaviours = new Set<string>();

  constructor(private readonly random: Random) {}

  get size(): number {
    return this.entries.length;
  }

  /** How many kinds of behaviour of the probe have been seen. */
  get behaviourCount(): number {
    return this.behaviours.size;
  }

  /** Rough size in memory, in bytes. */
  get bytes(): number {
    return this.entries.reduce((sum, { input }) => sum + JSON.stringify(input).length * 2 + 1000, 0);
  }

  /** True the first time that the probe behaved so. */
  isNewBehaviour(run: Run): boolean {
    const behaviour = behaviourOf(run);
    if (this.behaviours.has(behaviour)) return false;
    this.behaviours.add(behaviour);
    return true;
  }

  /** Adds an input; when there are too many, another one goes. */
  add(input: FuzzInput, tookAllTime: boolean): void {
    const at = this.entries.length < MAX_ENTRIES ? this.entries.length : this.random.below(MAX_ENTRIES);
    this.entries[at] = { input, tookAllTime };
  }

  /** Makes an input. */
  next(): FuzzInput {
    const { random, entries } = this;
    let parent = this.pick();
    // Sessions that wait for their deadline are dear, and mostly beget others that do.
    for (let i = 0; i < 3 && parent.tookAllTime; i += 1) parent = this.pick();
    const input = mutate(parent.input, random.pick(entries).input, random);
    const withTls = input.target.security !== 'none';
    return { ...input, maxTestDurationMs: chooseDuration(random, parent.tookAllTime, withTls) };
  }

  /** Half of the time one of the last hundred that came in. */
  private pick(): Entry {
    const recent = this.random.oneIn(2) ? Math.max(0, this.entries.length - 100) : 0;
    const entry = this.entries[this.random.between(recent, this.entries.length - 1)];
    if (entry === undefined) throw new RangeError('The corpus is empty.');
    return entry;
  }
}

/** True if the deadline ended the session. */
export function tookAllTime({ input, tookMs }: Run): boolean {
  return tookMs >= input.maxTestDurationMs - 1;
}

/** What was seen of the probe, without what only repeats the input. */
function behaviourOf({ result, error, input }: Run): string {
  if (result === null) return `${String(error)} ${input.host}`;
  const { failure, anomalies, quit, reply, transcript, tls, extensions } = result;
  const sent = transcript.filter(({ direction }) => direction === '>').map(({ text }) => text.split(' ')[0]);
  return [
    input.target.security,
    failure === null ? 'ok' : `${failure.phase} ${failure.code}`,
    [...new Set(anomalies.map(({ phase, code }) => `${phase} ${code}`))].sort().join(','),
    reply === null ? '' : `${Math.floor(reply.code / 100)}${reply.enhancedCode !== null}`,
    quit?.code === 221,
    sent.join(' '),
    tls?.protocol ?? '',
    extensions === null ? '' : Math.min(2, extensions.length),
  ].join('|');
}
