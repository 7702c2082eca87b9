import { wellFormed, withoutSecrets } from '@twotwenty/actions/outcomes';
import { MAX_REPAIR_OUTPUT_BYTES, type RepairStep } from '@twotwenty/contracts/action-run';
import { cutText } from '@twotwenty/domain/cut-text';
import type { RepairRecord } from '@twotwenty/database/repositories/repair.repository';

const MAX_STEPS = 200;
const MAX_STEP_LENGTH = 500;
/** Shorter lines of a key are no secrets, but words. */
const SHORTEST_KEY_LINE = 16;

/** What a repair did and printed: the first steps and the end of the output, without secrets. */
export class Recorder {
  private readonly steps: RepairStep[] = [];
  private text = '';
  private secrets: readonly string[] = [];

  /** @param secrets that the other side knows and might repeat; those of several lines also line by line */
  constructor(secrets: readonly string[] = []) {
    this.hide(secrets);
  }

  /** Takes further secrets out of all that is read from now on. */
  hide(secrets: readonly string[]): void {
    const lines = secrets.flatMap((secret) => secret.split(/\r?\n/)).filter((line) => line.length >= SHORTEST_KEY_LINE);
    const all = new Set([...this.secrets, ...secrets, ...lines]);
    this.secrets = [...all].sort((left, right) => right.length - left.length);
  }

  readonly step = (what: string): void => {
    if (this.steps.length >= MAX_STEPS) return;
    const text = cutText(this.clean(what), MAX_STEP_LENGTH);
    this.steps.push({ at: new Date().toISOString(), text });
  };

  readonly output = (piece: string): void => {
    this.text += piece;
    // Cut now and then, not with every piece: a machine may print without end. Secrets go first, while they are whole.
    if (this.text.length > 4 * MAX_REPAIR_OUTPUT_BYTES) {
      this.text = withoutSecrets(this.text, this.secrets).slice(-MAX_REPAIR_OUTPUT_BYTES);
    }
  };

  /** @param text that may hold what the other side said */
  clean(text: string): string {
    return wellFormed(withoutSecrets(text, this.secrets)).replaceAll('\0', '\ufffd');
  }

  record(): RepairRecord {
    const bytes = Buffer.from(this.clean(this.text));
    return { steps: [...this.steps], output: endOf(bytes, MAX_REPAIR_OUTPUT_BYTES).toString('utf8') };
  }
}

/** The last octets, beginning with a whole character. */
function endOf(bytes: Buffer, most: number): Buffer {
  const end = bytes.subarray(-most);
  const start = end.findIndex((byte) => (byte & 0xc0) !== 0x80);
  return bytes.length <= most ? bytes : end.subarray(Math.max(start, 0));
}
