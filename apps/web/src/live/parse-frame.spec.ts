import { describe, expect, it } from 'vitest';
import { parseFrame } from './parse-frame.js';

const tests = { type: 'tests', monitorIds: ['018f0000-0000-7000-8000-000000000001'] };

describe('parseFrame', () => {
  it('reads every message', () => {
    expect(parseFrame(JSON.stringify([tests, { type: 'reset' }]))).toEqual({
      messages: [tests, { type: 'reset' }],
      unreadable: 0,
    });
  });

  it('reads a sign of life', () => {
    expect(parseFrame('[]')).toEqual({ messages: [], unreadable: 0 });
  });

  it('passes over what it does not understand, and counts it', () => {
    const unknown = [{ type: 'of a later version' }, { ...tests, monitorIds: ['x'] }, null];
    expect(parseFrame(JSON.stringify([...unknown, tests]))).toEqual({ messages: [tests], unreadable: 3 });
  });

  it.each(['', '{', 'null', '{"type":"odd"}'])('counts %j as one thing', (data) => {
    expect(parseFrame(data)).toEqual({ messages: [], unreadable: 1 });
  });
});
