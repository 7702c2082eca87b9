import { describe, expect, it } from 'vitest';
import { judgePort25, PORT_25_WINDOW_MS, type Port25Attempt } from './port-25.js';

const NOW = 10_000_000;
const attempt = (address: string, outcome: Port25Attempt['outcome'], agoMs = 0): Port25Attempt => ({
  address,
  outcome,
  atMs: NOW - agoMs,
});
const silent = ['a', 'b', 'c'].map((address) => attempt(address, 'silent'));

describe('judgePort25', () => {
  it.each<[string, Port25Attempt[], string]>([
    ['nothing was tried', [], 'unknown'],
    ['one connection came about', [...silent, attempt('d', 'connected')], 'open'],
    ['a connection came about long ago', [...silent, attempt('d', 'connected', PORT_25_WINDOW_MS + 1)], 'blocked'],
    ['three addresses were silent', silent, 'blocked'],
    ['two addresses were silent', silent.slice(1), 'unknown'],
    ['two addresses were silent again and again', [...silent.slice(1), ...silent.slice(1)], 'unknown'],
    ['one address of many refused', [...silent, attempt('d', 'refused')], 'unknown'],
    ['addresses were silent long ago', ['a', 'b', 'c'].map((each) => attempt(each, 'silent', 700_000)), 'unknown'],
  ])('when %s', (_, attempts, expected) => {
    expect(judgePort25(attempts, NOW)).toBe(expected);
  });
});
