import { describe, expect, it } from 'vitest';
import { LogFigures } from './app-logs.js';

function decided(time: number, fields: object): string {
  return JSON.stringify({ level: 20, time, name: 'evaluator', site: 'default', ...fields, msg: 'decided' });
}

describe('LogFigures', () => {
  it('adds up the window, and nothing before or after it', () => {
    const figures = new LogFigures(1000, 2000);
    figures.addLine(decided(999, { decided: 7, ignored: 1, latenessMs: [1] }));
    figures.addLine(decided(1000, { decided: 2, ignored: 1, latenessMs: [5, null, -1] }));
    figures.addLine(decided(1999, { decided: 1, ignored: 0, latenessMs: [9] }));
    figures.addLine(decided(2000, { decided: 7, ignored: 1, latenessMs: [1] }));
    expect(figures).toMatchObject({ decided: 3, ignored: 1, latenessMs: [5, -1, 9], complaints: 0 });
  });

  it('gives every report of a message the time that the message took', () => {
    const figures = new LogFigures(1000, 2000);
    const line = { level: 20, name: 'evaluator', msg: 'message decided' };
    figures.addLine(JSON.stringify({ ...line, time: 1000, reports: 2, afterMs: 30 }));
    figures.addLine(JSON.stringify({ ...line, time: 1500, reports: 1, afterMs: 7 }));
    figures.addLine(JSON.stringify({ ...line, time: 2500, reports: 1, afterMs: 900 }));
    expect(figures.decidedAfterMs).toEqual([30, 30, 7]);
  });

  it('complains of no warning that was foreseen', () => {
    const figures = new LogFigures(0, 1, new Set(['not delivered']));
    figures.addLine('{"level":40,"time":1,"msg":"not delivered"}');
    figures.addLine('{"level":40,"time":1,"msg":"away"}');
    expect(figures.complaints).toBe(1);
  });

  it('counts warnings, errors and what is no log line, whenever they came', () => {
    const figures = new LogFigures(1000, 2000);
    figures.addLine('{"level":50,"time":1,"msg":"away"}');
    figures.addLine('{"level":30,"time":1500,"msg":"ready"}');
    figures.addLine('Error: broken');
    figures.addLine('');
    expect(figures).toMatchObject({
      complaints: 2,
      firstComplaints: ['{"level":50,"time":1,"msg":"away"}', 'Error: broken'],
    });
  });
});
