import { describe, expect, it } from 'vitest';
import { redact, secretsOfHeader, secretsOfUrl } from './redact.js';

describe('redact', () => {
  it.each([
    ['no such key: s3cret', ['s3cret'], 'no such key: ***'],
    ['{"key":"a\\"b/c"}', ['a"b/c'], '{"key":"***"}'],
    ['?key=a%2Fb%20c', ['a/b c'], '?key=***'],
    ['abcdef', ['abcd', 'abcdef'], '***'],
    ['half of one: \ud800xyz', ['\ud800xyz'], 'half of one: ***'],
    ['$& stays', ['none'], '$& stays'],
    ['status 201', ['1', ''], 'status 201'],
  ])('of %j without %j is %j', (text, secrets, redacted) => {
    expect(redact(text, secrets)).toBe(redacted);
  });
});

describe('secretsOfUrl', () => {
  const url = 'https://hooks.slack.com/services/T0001/B0001/XXXXXXXXXXXXXXXXXXXXXXXX?sig=yyyyyyyyyyyyyyyyyyyy%2F&v=1';
  it.each([
    url,
    new URL(url).pathname,
    `POST ${new URL(url).pathname}${new URL(url).search}`,
    'no token XXXXXXXXXXXXXXXXXXXXXXXX',
    'sig yyyyyyyyyyyyyyyyyyyy/',
    'sig yyyyyyyyyyyyyyyyyyyy%2F',
  ])('finds what may not be told in %j', (text) => {
    expect(redact(text, secretsOfUrl(url))).not.toMatch(/X{4}|y{4}/);
  });

  it('leaves words alone', () => {
    expect(redact('no_service: services v 1', secretsOfUrl(url))).toBe('no_service: services v 1');
    expect(redact('a / b', secretsOfUrl('http://127.0.0.1/'))).toBe('a / b');
  });
});

describe('secretsOfHeader', () => {
  it.each([
    ['Bearer abcdef', 'bad token abcdef'],
    ['Basic dXNlcjpw', 'bad credentials dXNlcjpw'],
    ['abcdef', 'bad key abcdef'],
  ])('finds those in %j', (value, text) => {
    expect(redact(text, secretsOfHeader(value))).toMatch(/\*\*\*$/);
  });
});
