import type { SmtpReply } from '@twotwenty/domain/probe';
import { enhancedCodeOf } from './enhanced-code.js';
import { escapeOctets } from './escape.js';
import type { AnomalyCode, ConversationCode } from '@twotwenty/domain/failure-codes';

const LF = 0x0a;
const MAX_LINE_OCTETS = 512;
const MAX_REPLY_OCTETS = 65_536;
const MAX_REPLY_LINES = 512;
/** `Reply-line` of RFC 5321 §4.2; a code alone is accepted, as the RFC asks of clients. */
const REPLY_LINE = /^\d{3}(?:[ -]|$)/;
const REPLY_LINE_BEGINNING = /^(?:\d{0,3}$|\d{3}\r$|\d{3}[ -])/;

/** Why bytes cannot be a reply. */
export type ReplyFlaw = Extract<
  ConversationCode,
  'protocol-not-smtp' | 'protocol-mixed-codes' | 'protocol-reply-too-long'
>;

/** Sloppiness that does not keep a reply from being understood. */
export type ReplySloppiness = Extract<AnomalyCode, 'bare-line-feed' | 'line-too-long'>;

const NONE: readonly ReplySloppiness[] = [];

/**
 * Takes the octets of one SMTP reply (RFC 5321 §4.2) in any segmentation, looking at each octet once.
 * It is done when `reply` or `flaw` is set; `reset` makes it ready for the next reply.
 */
export class ReplyParser {
  /** The complete reply, or null while it is incomplete or wrong. */
  reply: SmtpReply | null = null;
  /** What makes the octets no reply, or null. */
  flaw: ReplyFlaw | null = null;
  /** The last complete line, escaped. */
  lastLine: string | null = null;
  /** Each kind once. */
  sloppiness: readonly ReplySloppiness[] = NONE;

  private code = '';
  private lines: string[] = [];
  private octets = 0;
  /** The beginning of a line whose end has not come yet: the first `partialLength` octets of `partial`. */
  private partial: Buffer | null = null;
  private partialLength = 0;

  /** @param onLine told of each line when it is complete, without its line end, escaped. */
  constructor(private readonly onLine: (line: string) => void) {}

  get done(): boolean {
    return this.reply !== null || this.flaw !== null;
  }

  /** True once anything of a reply has come. */
  get begun(): boolean {
    return this.octets + this.partialLength > 0;
  }

  /** The incomplete last line, escaped; empty if there is none. */
  get partialLine(): string {
    return escapeOctets(this.partialText());
  }

  /** False if no continuation can turn the incomplete last line into a reply line. */
  get partialIsPlausible(): boolean {
    return REPLY_LINE_BEGINNING.test(this.partialText());
  }

  /**
   * Takes octets up to the end of the reply.
   *
   * @returns how many were taken; the rest of `chunk` comes after the reply.
   */
  push(chunk: Buffer): number {
    let start = 0;
    while (!this.done) {
      const end = chunk.indexOf(LF, start);
      if (end === -1) {
        this.keep(chunk, start, chunk.length);
        return chunk.length;
      }
      this.takeLine(chunk, start, end);
      start = end + 1;
    }
    return start;
  }

  /** Forgets everything, for the next reply. */
  reset(): void {
    this.reply = null;
    this.flaw = null;
    this.lastLine = null;
    this.sloppiness = NONE;
    this.code = '';
    this.lines = [];
    this.octets = 0;
    this.partialLength = 0;
  }

  private partialText(): string {
    return this.partial === null ? '' : this.partial.toString('latin1', 0, this.partialLength);
  }

  /** Sets aside the octets of a line whose end has not come. */
  private keep(chunk: Buffer, start: number, end: number): void {
    if (this.octets + this.partialLength + end - start >= MAX_REPLY_OCTETS) this.flaw = 'protocol-reply-too-long';
    else if (end > start) this.append(chunk, start, end);
  }

  /** Adds to the incomplete line. Its buffer doubles, so that a byte at a time costs linear time. */
  private append(chunk: Buffer, start: number, end: number): void {
    const length = this.partialLength + end - start;
    if (this.partial === null || this.partial.length < length) {
      const larger = Buffer.allocUnsafe(Math.max(length * 2, 128));
      this.partial?.copy(larger, 0, 0, this.partialLength);
      this.partial = larger;
    }
    chunk.copy(this.partial, this.partialLength, start, end);
    this.partialLength = length;
  }

  /** Takes the line whose LF is at `end`, together with what was set aside of it. */
  private takeLine(chunk: Buffer, start: number, end: number): void {
    const octets = this.partialLength + end - start + 1;
    this.octets += octets;
    if (this.octets >= MAX_REPLY_OCTETS) {
      this.flaw = 'protocol-reply-too-long';
      return;
    }
    if (octets > MAX_LINE_OCTETS) this.noteSloppiness('line-too-long');
    if (this.partialLength === 0) {
      this.takeText(chunk.toString('latin1', start, end));
      return;
    }
    this.append(chunk, start, end);
    const text = this.partialText();
    this.partialLength = 0;
    this.takeText(text);
  }

  private noteSloppiness(kind: ReplySloppiness): void {
    if (!this.sloppiness.includes(kind)) this.sloppiness = [...this.sloppiness, kind];
  }

  private takeText(text: string): void {
    const endsWithCr = text.endsWith('\r');
    if (!endsWithCr) this.noteSloppiness('bare-line-feed');
    const line = escapeOctets(endsWithCr ? text.slice(0, -1) : text);
    this.lastLine = line;
    this.onLine(line);
    if (!REPLY_LINE.test(line)) {
      this.flaw = 'protocol-not-smtp';
      return;
    }
    const code = line.slice(0, 3);
    if (this.lines.length === 0) this.code = code;
    else if (code !== this.code) {
      this.flaw = 'protocol-mixed-codes';
      return;
    }
    this.lines.push(line.slice(4));
    if (this.lines.length >= MAX_REPLY_LINES) this.flaw = 'protocol-reply-too-long';
    else if (line[3] !== '-') {
      this.reply = { code: Number(code), lines: this.lines, enhancedCode: enhancedCodeOf(code, this.lines) };
    }
  }
}
