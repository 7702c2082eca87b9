import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  DEFAULT_FAILURE_TEMPLATE,
  DEFAULT_RECOVERY_TEMPLATE,
  MAX_RENDERED_LENGTH,
  MAX_SUBJECT_LENGTH,
  MAX_TEXT_LENGTH,
  render,
  unknownTokens,
} from './template.js';
import { FAILURE_PREVIEW, RECOVERY_PREVIEW, TOKEN_NAMES } from './template-tokens.js';

describe('render', () => {
  it.each([
    ['{{monitor}} is {{state}}', 'MX Frankfurt is Down'],
    ['{{ Monitor }}/{{STATE-BEFORE}}', 'MX Frankfurt/Warn'],
    ['{{nonsense}} and {{monitor}}', '{{nonsense}} and MX Frankfurt'],
    ['{monitor} {{}} {{ }} {{mon itor}}', '{monitor} {{}} {{ }} {{mon itor}}'],
    ['{{{monitor}}}', '{MX Frankfurt}'],
    ['{{constructor}}{{__proto__}}', '{{constructor}}{{__proto__}}'],
    ['', ''],
  ])('of %j is %j', (text, rendered) => {
    expect(render(text, FAILURE_PREVIEW)).toBe(rendered);
  });

  it('takes nothing in a value for a token or a pattern', () => {
    const values = { ...FAILURE_PREVIEW, reply: '{{monitor}} $& $1' };
    expect(render('<{{reply}}>', values)).toBe('<{{monitor}} $& $1>');
  });

  it('escapes the values for the medium, and nothing else', () => {
    const values = { ...FAILURE_PREVIEW, reply: 'say "no" & <go>' };
    const asJson = (value: string): string => JSON.stringify(value).slice(1, -1);
    expect(JSON.parse(render('{"reply": "{{reply}}"}', values, asJson))).toEqual({ reply: values.reply });
  });

  it('leaves out values once the text is too long', () => {
    const values = { ...FAILURE_PREVIEW, reply: 'x'.repeat(MAX_RENDERED_LENGTH) };
    const rendered = render('{{reply}}{{reply}}{{reply}}', values);
    expect(rendered).toBe(`${values.reply}……`);
  });

  it('has a value for every token', () => {
    const text = TOKEN_NAMES.map((name) => `{{${name}}}`).join(' ');
    for (const values of [FAILURE_PREVIEW, RECOVERY_PREVIEW]) expect(render(text, values)).not.toContain('{{');
  });

  it('leaves a text without known tokens as it is', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        if (!/\{\{/.test(text)) expect(render(text, FAILURE_PREVIEW)).toBe(text);
      }),
    );
  });
});

describe('unknownTokens', () => {
  it.each([
    ['{{monitor}} {{state}}', []],
    ['{{monitr}} {{monitor}} {{monitr}}', ['{{monitr}}']],
    ['{{ Monitor }} {{state before}} {{}}', ['{{state before}}', '{{}}']],
    ['{{toString}}', ['{{toString}}']],
  ])('of %j are %j', (text, unknown) => {
    expect(unknownTokens(text)).toEqual(unknown);
  });
});

describe('the default templates', () => {
  it('say at a glance what failed, since when and why', () => {
    expect(render(DEFAULT_FAILURE_TEMPLATE.subject, FAILURE_PREVIEW)).toBe('Down: MX Frankfurt (mx1.example.com)');
    expect(render(DEFAULT_FAILURE_TEMPLATE.text, FAILURE_PREVIEW)).toMatchInlineSnapshot(`
      "MX Frankfurt is Down: The server greeted with 554, no SMTP service here (permanent): 5.3.2 No service here

      Since:   2026-03-02 03:12:40 +01:00, for 2 min 5 s
      Server:  mx1.example.com port 25, device mail-gw-1
      Sites:   failed: frankfurt, london; passed: none; no answer: tokyo
      Look at: Access lists and block lists on the mail server that cover the address of the probe.

      Alert 1 of 3, after 3 failed tests.
      restart-services waits for you: https://monitor.example.com/action-runs/0192f0c1-7d4e-7c3a-9b1d-2f5a8c6e4b11
      https://monitor.example.com/monitors/42"
    `);
  });

  it('say at a glance that it works again', () => {
    const subject = render(DEFAULT_RECOVERY_TEMPLATE.subject, RECOVERY_PREVIEW);
    expect(subject).toBe('Up again: MX Frankfurt (mx1.example.com) after 9 min 5 s');
    expect(render(DEFAULT_RECOVERY_TEMPLATE.text, RECOVERY_PREVIEW)).toMatchInlineSnapshot(`
      "MX Frankfurt is Up again. It was out for 9 min 5 s.

      From:    2026-03-02 03:12:40 +01:00
      To:      2026-03-02 03:21:45 +01:00
      Server:  mx1.example.com port 25, device mail-gw-1

      https://monitor.example.com/monitors/42"
    `);
  });

  it.each([DEFAULT_FAILURE_TEMPLATE, DEFAULT_RECOVERY_TEMPLATE])('know their tokens and the limits', (template) => {
    expect(unknownTokens(template.subject + template.text)).toEqual([]);
    expect(template.subject.length).toBeLessThanOrEqual(MAX_SUBJECT_LENGTH);
    expect(template.text.length).toBeLessThanOrEqual(MAX_TEXT_LENGTH);
  });
});
