import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { modelReply } from './dialogue-model.fixture.js';
import { ReplyParser } from './reply-parser.js';

const code = fc.oneof(fc.constantFrom('220', '220', '220', '250', '554'), fc.stringMatching(/^\d{3}$/));
const text = fc.uint8Array({ maxLength: 40 }).map((octets) => Buffer.from(octets).toString('latin1'));
const lineEnd = fc.constantFrom('\r\n', '\r\n', '\r\n', '\n', '\r', '');
const line = fc.tuple(code, fc.constantFrom(' ', '-', '-', '', 'x'), text, lineEnd).map((parts) => parts.join(''));
const stream = fc
  .array(fc.oneof({ weight: 8, arbitrary: line }, text), { maxLength: 8 })
  .map((parts) => parts.join(''));
const sizes = fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 20 });

/** Cuts a text into segments of these sizes, over and over. */
function segments(whole: string, lengths: readonly number[]): Buffer[] {
  const result: Buffer[] = [];
  for (let at = 0, i = 0; at < whole.length; i += 1) {
    const length = lengths[i % lengths.length] ?? 1;
    result.push(Buffer.from(whole.slice(at, at + length), 'latin1'));
    at += length;
  }
  return result;
}

/** Feeds a parser; gives the octets that it has left. */
function feed(parser: ReplyParser, chunks: readonly Buffer[]): string {
  let rest = '';
  for (const chunk of chunks) {
    const taken = parser.done ? 0 : parser.push(chunk);
    rest += chunk.toString('latin1', taken);
  }
  return rest;
}

describe('ReplyParser against the model', () => {
  it('finds the same reply, flaw or lack, and leaves the same rest', () => {
    fc.assert(
      fc.property(stream, sizes, (whole, lengths) => {
        const parser = new ReplyParser(() => undefined);
        const rest = feed(parser, segments(whole, lengths));
        const expected = modelReply(whole);
        expect(parser.reply?.code ?? null).toBe(expected.kind === 'reply' ? expected.code : null);
        expect(parser.flaw).toBe(expected.kind === 'flaw' ? expected.code : null);
        if (expected.kind === 'reply') {
          expect(parser.reply?.lines).toEqual(expected.lines);
          expect(rest).toBe(whole.slice(expected.octets));
        }
        if (expected.kind === 'incomplete') {
          expect(parser.begun).toBe(expected.octets > 0);
          expect(parser.partialIsPlausible).toBe(expected.plausible);
        }
      }),
      { numRuns: 500 },
    );
  });

  it('agrees with the model on one reply after the other', () => {
    fc.assert(
      fc.property(fc.array(stream, { minLength: 2, maxLength: 4 }), sizes, (streams, lengths) => {
        const parser = new ReplyParser(() => undefined);
        for (const whole of streams) {
          parser.reset();
          feed(parser, segments(whole, lengths));
          const expected = modelReply(whole);
          expect(parser.reply?.lines ?? null).toEqual(expected.kind === 'reply' ? expected.lines : null);
          expect(parser.flaw).toBe(expected.kind === 'flaw' ? expected.code : null);
        }
      }),
    );
  });

  it('agrees with the model at the limits of lines and octets', () => {
    const long = fc.record({ lines: fc.integer({ min: 505, max: 515 }), octets: fc.integer({ min: 1, max: 140 }) });
    fc.assert(
      fc.property(long, sizes, ({ lines, octets }, lengths) => {
        const whole = `220-${'x'.repeat(octets)}\r\n`.repeat(lines - 1).concat('220 end\r\n');
        const parser = new ReplyParser(() => undefined);
        feed(
          parser,
          segments(
            whole,
            lengths.map((length) => length * 50),
          ),
        );
        const expected = modelReply(whole);
        expect(parser.flaw).toBe(expected.kind === 'flaw' ? expected.code : null);
        expect(parser.reply?.lines.length ?? null).toBe(expected.kind === 'reply' ? lines : null);
      }),
      { numRuns: 40 },
    );
  });
});
