import { describe, expect, it } from 'vitest';
import { extensionsOf, offersStartTls } from './ehlo-extensions.js';

const reply = (...lines: string[]) => ({ code: 250, lines, enhancedCode: null });

describe('offersStartTls', () => {
  it.each([
    [reply('mx.example.com', 'STARTTLS', 'SIZE 10'), true],
    [reply('mx.example.com', 'SIZE 10', 'STARTTLS'), true],
    [reply('mx.example.com', 'starttls'), true],
    [reply('mx.example.com', 'StartTLS REQUIRED'), true],
    [reply('STARTTLS'), true],
    [reply('mx.example.com'), false],
    [reply('mx.example.com', 'X-STARTTLS'), false],
    [reply('mx.example.com', 'STARTTLSX'), false],
    [reply('starttls is what mx.example.com does not speak'), false],
  ])('%j: %s', (hello, offered) => expect(offersStartTls(hello)).toBe(offered));
});

describe('extensionsOf', () => {
  it('is all but the greeting line', () => {
    expect(extensionsOf(reply('mx at your service', 'SIZE 10', '', 'STARTTLS'))).toEqual(['SIZE 10', 'STARTTLS']);
  });
});
