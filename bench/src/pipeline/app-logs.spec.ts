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
