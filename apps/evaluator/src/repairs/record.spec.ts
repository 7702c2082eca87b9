import { MAX_REPAIR_OUTPUT_BYTES } from '@twotwenty/contracts/action-run';
import { describe, expect, it } from 'vitest';
import { Recorder } from './record.js';

describe('Recorder', () => {
  it('keeps the steps in their order, and not without end', () => {
    const recorder = new Recorder([]);
    for (let step = 1; step <= 300; step += 1) recorder.step(`step ${step}`);
    const { steps } = recorder.record();
    expect(steps).toHaveLength(200);
    expect(steps.slice(0, 2).map(({ text }) => text)).toEqual(['step 1', 'step 2']);
  });

  it('keeps the end of the output, cut between characters', () => {
    const recorder = new Recorder([]);
    for (let piece = 0; piece < 1000; piece += 1) recorder.output('é'.repeat(500));
    recorder.output('the end');
    const { output } = recorder.record();
    expect(Buffer.byteLength(output)).toBeLessThanOrEqual(MAX_REPAIR_OUTPUT_BYTES);
    expect(Buffer.byteLength(output)).toBeGreaterThan(MAX_REPAIR_OUTPUT_BYTES - 4);
    expect(output).toMatch(/^é+the end$/);
  });

  it('takes secrets out, also those that come in pieces, in Base64, or line by line', () => {
    const key = '-----BEGIN PRIVATE KEY-----\nMC4CAQAwBQYDK2VwBCIEIDlm\n-----END PRIVATE KEY-----\n';
    const recorder = new Recorder(['hunter2-secret', key]);
    recorder.output('login hunter2');
    recorder.output(`-secret; ${Buffer.from('hunter2-secret').toString('base64')}; MC4CAQAwBQYDK2VwBCIEIDlm`);
    recorder.step('said hunter2-secret');
    const { steps, output } = recorder.record();
    expect(output).toBe('login [secret]; [secret]; [secret]');
    expect(steps[0]?.text).toBe('said [secret]');
  });

  it('takes a secret out that stands at the edge of what is kept', () => {
    const secret = 'x'.repeat(4000);
    const recorder = new Recorder([secret]);
    recorder.output(secret + 'y'.repeat(MAX_REPAIR_OUTPUT_BYTES - 2000));
    expect(recorder.record().output).not.toContain('x');
  });

  it.each([1, 7, 1000])('leaves no part of a secret that is printed without end, in pieces of %i', (size) => {
    const recorder = new Recorder(['hunter2-secret']);
    const text = 'hunter2-secret'.repeat(40_000);
    for (let at = 0; at < text.length; at += size) {
      recorder.output(text.slice(at, at + size));
    }
    expect(recorder.record().output).toMatch(/^[secrt[\]]*$/);
    expect(recorder.record().output).not.toMatch(/hunter|secret(?!])|r2/);
  });

  it('takes secrets out that a program repeats as it was told them, in JSON', () => {
    const password = 'a"b\\c\u00e4d';
    const recorder = new Recorder([password]);
    recorder.output(`${JSON.stringify({ password })} ${JSON.stringify({ password }).replace('\u00e4', '\\u00e4')}`);
    expect(recorder.record().output).toBe('{"password":"[secret]"} {"password":"[secret]"}');
  });

  it('leaves nothing that Postgres would refuse', () => {
    const recorder = new Recorder([]);
    recorder.output('a\0b\ud800c');
    expect(recorder.record().output).toBe('a\ufffdb\ufffdc');
  });
});
