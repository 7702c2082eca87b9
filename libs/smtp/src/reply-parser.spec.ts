import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ReplyParser } from './reply-parser.js';

interface Parsed {
  reply: { code: number; lines: readonly string[] } | null;
  flaw: string | null;
  sloppiness: string[];
  lines: string[];
  rest: string;
  plausible: boolean;
}

function parse(...chunks: (string | Uint8Array)[]): Parsed {
  const lines: string[] = [];
  const parser = new ReplyParser((line) => lines.push(line));
  let rest = '';
  for (const chunk of chunks) {
    const octets = typeof chunk === 'string' ? Buffer.from(chunk, 'latin1') : Buffer.from(chunk);
    const taken = parser.done ? 0 : parser.push(octets);
    if (parser.flaw === null) rest += octets.toString('latin1', taken);
  }
  const { reply, flaw, partialIsPlausible } = parser;
  return { reply, flaw, sloppiness: [...parser.sloppiness].sort(), lines, rest, plausible: partialIsPlausible };
}

/** The chunks that cutting a text at these places gives. */
function cut(text: string, places: readonly number[]): string[] {
  const bounds = [0, ...places.map((place) => place % (text.length + 1)).sort((a, b) => a - b), text.length];
  return bounds.slice(1).map((end, i) => text.slice(bounds[i], end));
}

describe('ReplyParser', () => {
  it('takes a reply of one line', () => {
    expect(parse('220 mx ESMTP\r\n')).toMatchObject({ reply: { code: 220, lines: ['mx ESMTP'] }, sloppiness: [] });
  });

  it('takes a code alone', () => {
    expect(parse('220\r\n').reply).toMatchObject({ code: 220, lines: [''] });
    expect(parse('220-\r\n220\r\n').reply).toMatchObject({ code: 220, lines: ['', ''] });
  });

  it('takes a reply of several lines', () => {
    expect(parse('220-one\r\n220-two\r\n220 three\r\n').reply).toMatchObject({
      code: 220,
      lines: ['one', 'two', 'three'],
    });
  });

  it('waits for the last line', () => {
    expect(parse('220-one\r\n220-two\r\n')).toMatchObject({ reply: null, flaw: null });
  });

  it('takes a line end that is split between CR and LF', () => {
    expect(parse('220 mx\r', '\n')).toMatchObject({ reply: { code: 220, lines: ['mx'] }, sloppiness: [] });
  });

  it('leaves what follows the reply', () => {
    expect(parse('220 mx\r\n250 more', ' and more')).toMatchObject({ reply: { code: 220 }, rest: '250 more and more' });
  });

  it('reports a bare LF', () => {
    expect(parse('220 mx\n')).toMatchObject({ reply: { code: 220, lines: ['mx'] }, sloppiness: ['bare-line-feed'] });
  });

  it('reports a line over 512 octets, counted with its line end', () => {
    expect(parse(`220 ${'x'.repeat(506)}\r\n`).sloppiness).toEqual([]);
    expect(parse(`220 ${'x'.repeat(507)}\r\n`)).toMatchObject({ reply: { code: 220 }, sloppiness: ['line-too-long'] });
  });

  it('escapes what is not printable ASCII', () => {
    expect(parse('220 a\0b\tc\xe9\x7f\r\r\n').reply?.lines).toEqual(['a\\x00b\\x09c\\xe9\\x7f\\x0d']);
  });

  it.each(['SSH-2.0-OpenSSH_9.6\r\n', 'HTTP/1.1 400 Bad Request\r\n', '\r\n', '22 mx\r\n', '220x\r\n', '2200 x\r\n'])(
    'finds that %j is not SMTP',
    (text) => expect(parse(text).flaw).toBe('protocol-not-smtp'),
  );

  it('refuses different codes in one reply', () => {
    expect(parse('220-one\r\n250 two\r\n').flaw).toBe('protocol-mixed-codes');
  });

  it('gives up at 512 lines', () => {
    expect(parse('220-x\r\n'.repeat(510), '220 x\r\n').reply?.lines).toHaveLength(511);
    expect(parse('220-x\r\n'.repeat(512)).flaw).toBe('protocol-reply-too-long');
  });

  it('gives up at 64 KiB, with or without line ends', () => {
    expect(parse('220 ', 'x'.repeat(65_532)).flaw).toBe('protocol-reply-too-long');
    expect(parse('x'.repeat(70_000)).flaw).toBe('protocol-reply-too-long');
    expect(parse(`220-${'x'.repeat(1000)}\r\n`.repeat(70)).flaw).toBe('protocol-reply-too-long');
  });

  it.each([
    ['', true],
    ['22', true],
    ['220', true],
    ['220\r', true],
    ['220 mx', true],
    ['220-', true],
    ['SSH', false],
    ['2 20', false],
    ['2201', false],
  ])('tells whether %j may become a reply: %s', (text, plausible) => {
    expect(parse(text).plausible).toBe(plausible);
  });

  it('is ready for the next reply after a reset', () => {
    const parser = new ReplyParser(() => undefined);
    parser.push(Buffer.from('220-one\r\n22'));
    parser.reset();
    expect(parser.begun).toBe(false);
    parser.push(Buffer.from('221 bye\r\n'));
    expect(parser.reply).toMatchObject({ code: 221, lines: ['bye'] });
  });

  it('takes 60 KiB a byte at a time in linear time', () => {
    const parser = new ReplyParser(() => undefined);
    const octet = Buffer.from('x');
    for (let i = 0; i < 60_000; i += 1) parser.push(octet);
    expect(parser).toMatchObject({ done: false, begun: true });
  });
});

describe('ReplyParser, any input', () => {
  const line = fc.tuple(
    fc.constantFrom('220-', '220 ', '220', '250-', '554 ', 'SSH-', ''),
    fc.string({ unit: 'binary', maxLength: 600 }).map((text) => Buffer.from(text).toString('latin1')),
    fc.constantFrom('\r\n', '\n', '\r', ''),
  );
  const text = fc.array(line, { maxLength: 6 }).map((parts) => parts.flat().join(''));

  it('gives the same for any segmentation', () => {
    fc.assert(
      fc.property(text, fc.array(fc.nat(), { maxLength: 20 }), (whole, places) => {
        expect(parse(...cut(whole, places))).toEqual(parse(whole));
      }),
    );
  });

  it('gives the same for one octet at a time', () => {
    fc.assert(
      fc.property(text, (whole) => {
        expect(parse(...whole)).toEqual(parse(whole));
      }),
    );
  });

  it('gives the same around the 64 KiB limit', () => {
    fc.assert(
      fc.property(fc.integer({ min: 65_500, max: 65_560 }), fc.array(fc.nat(), { maxLength: 5 }), (size, places) => {
        const whole = `220-${'x'.repeat(30_000)}\r\n220 `.padEnd(size, 'y').concat('\r\n');
        expect(parse(...cut(whole, places))).toEqual(parse(whole));
      }),
    );
  });

  it('never throws, and shows printable ASCII only', () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 200 })), (chunks) => {
        for (const shown of parse(...chunks).lines) expect(shown).toMatch(/^[\x20-\x7e]*$/);
      }),
    );
  });
});
