import { describe, expect, it, onTestFinished } from 'vitest';
import { Transcript } from './transcript.js';
import { Watch } from './watch.js';

function aTranscript(): Transcript {
  const watch = new Watch(60_000, null);
  onTestFinished(() => watch.stop());
  return new Transcript(watch);
}

const lengthOf = (transcript: Transcript): number =>
  transcript.lines.reduce((total, { text }) => total + text.length, 0);

describe('Transcript', () => {
  it('keeps lines with their offset', () => {
    const transcript = aTranscript();
    transcript.add('<', '220 mx');
    transcript.add('>', 'QUIT');
    expect(transcript.lines.map(({ direction, text }) => direction + text)).toEqual(['<220 mx', '>QUIT']);
    const [first, second] = transcript.lines.map(({ atMs }) => atMs);
    expect(first).toBeGreaterThanOrEqual(0);
    expect(second).toBeGreaterThanOrEqual(first ?? Infinity);
  });

  it('cuts what the server sends, once told, and still has room for our side', () => {
    const transcript = aTranscript();
    for (let i = 0; i < 50; i += 1) transcript.add('<', 'x'.repeat(500));
    transcript.add('>', 'QUIT');
    transcript.add('*', 'the end');
    expect(transcript.lines.filter(({ text }) => text.includes('is cut'))).toHaveLength(1);
    expect(transcript.lines.slice(-2).map(({ text }) => text)).toEqual(['QUIT', 'the end']);
    expect(lengthOf(transcript)).toBeLessThanOrEqual(4096);
  });

  it('never exceeds 4 KiB', () => {
    const transcript = aTranscript();
    for (let i = 0; i < 50; i += 1) transcript.add('*', 'x'.repeat(500));
    expect(lengthOf(transcript)).toBe(4096);
  });
});
