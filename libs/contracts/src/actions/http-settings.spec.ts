import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { keptSecretSchema, plainSecretSchema, sealedSecretSchema, writtenSecretSchema } from '../secret.js';
import { discordSettings } from './discord.js';
import { ntfySettings } from './ntfy.js';
import { pagerdutySettings } from './pagerduty.js';
import { slackSettings } from './slack.js';
import { smsSettings } from './sms.js';
import { teamsSettings } from './teams.js';
import { telegramSettings } from './telegram.js';
import { webhookSettings } from './webhook.js';

const url = 'https://hooks.example.com/x';
const signingKey = 'correct horse battery';
const botToken = '123456789:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw';
const routingKey = '0123456789abcdef0123456789abcdef';
const webhook = webhookSettings(writtenSecretSchema);
const sms = smsSettings(writtenSecretSchema);

/** What is wrong with a value, as `path: message`. */
function problems(schema: z.ZodType, value: unknown): string[] {
  const { error } = schema.safeParse(value);
  return error?.issues.map(({ path, message }) => `${path.join('.')}: ${message}`) ?? [];
}

const header = (name: string, value = 'x') => ({ url, headers: [{ name, value }] });

describe('the settings of channels that speak HTTP', () => {
  it.each([
    ['webhook', webhook, { url }, { method: 'POST', headers: [], signingKey: null }],
    ['slack', slackSettings(writtenSecretSchema), { url }, { mention: 'none' }],
    ['teams', teamsSettings(writtenSecretSchema), { url }, {}],
    ['discord', discordSettings(writtenSecretSchema), { url }, { username: null, threadId: null }],
    [
      'telegram',
      telegramSettings(writtenSecretSchema),
      { botToken, chatId: '@mail_team' },
      { threadId: null, format: 'html', silent: false, server: 'https://api.telegram.org' },
    ],
    [
      'pagerduty',
      pagerdutySettings(writtenSecretSchema),
      { routingKey },
      { severity: 'critical', server: 'https://events.pagerduty.com' },
    ],
    [
      'ntfy',
      ntfySettings(writtenSecretSchema),
      { topic: 'mail' },
      { server: 'https://ntfy.sh', accessToken: null, failurePriority: 4, recoveryPriority: 3 },
    ],
    [
      'sms',
      sms,
      { url, recipients: ['+491701234567'] },
      { method: 'POST', format: 'json', recipientsAs: 'each', from: null, textParameter: 'text', maxLength: 160 },
    ],
  ])('have defaults for %s', (_, schema, written, defaults) => {
    expect(schema.parse(written)).toMatchObject(defaults);
  });

  it('can be described as JSON schema', () => {
    const all = [slackSettings, webhookSettings, smsSettings, telegramSettings].map((settings) =>
      z.toJSONSchema(settings(writtenSecretSchema), { io: 'input' }),
    );
    expect(all.map(({ type }) => type)).toEqual(['object', 'object', 'object', 'object']);
  });

  it('hold secrets in each of their forms', () => {
    const headers = (value: unknown) => ({ url, signingKey: value, headers: [{ name: 'X-Key', value }] });
    const kept = headers({ keep: '0123456789abcdef' });
    const sealed = headers({ sealed: 'v1…' });
    expect(webhook.parse(headers(signingKey))).toMatchObject(headers({ secret: signingKey }));
    expect(webhook.parse(kept)).toMatchObject(kept);
    expect(webhookSettings(keptSecretSchema).parse(kept)).toMatchObject(kept);
    expect(webhookSettings(sealedSecretSchema).parse(sealed)).toMatchObject(sealed);
    expect(webhookSettings(plainSecretSchema).parse(headers(signingKey))).toMatchObject(headers(signingKey));
  });

  it.each([
    [webhook, { url: 'ftp://x' }, 'url: must be an http or https URL without user and password'],
    [webhook, { url: 'https://user:pass@x' }, 'url: must be an http or https URL without user and password'],
    [webhook, { url, method: 'GET' }, 'method: '],
    [webhook, { url, signingKey: 'short' }, 'signingKey: must be at least 16 characters'],
    [webhook, header('Host'), 'headers.0.name: must be none of those that are set by TwoTwenty or by HTTP itself'],
    [webhook, header('twotwenty-SIGNATURE'), 'headers.0.name: must be none of those'],
    [webhook, header('X Key'), 'headers.0.name: must be the name of a header'],
    [webhook, header('X-Key', 'a\r\nEvil: 1'), 'headers.0.value: must be printable ASCII characters'],
    [webhook, header('X-Key', 'a '), 'headers.0.value: must be printable ASCII characters'],
    [webhook, header('X-Key', 'ü'), 'headers.0.value: must be printable ASCII characters'],
    [
      webhook,
      { url, headers: ['X-Key', 'x-key'].map((name) => ({ name, value: 'x' })) },
      'headers: must not name the same header twice',
    ],
    [slackSettings(writtenSecretSchema), { url: 'hooks.slack.com/x' }, 'url: must be the whole http or https URL'],
    [discordSettings(writtenSecretSchema), { url, threadId: 'x' }, 'threadId: must be the number of a thread'],
    [telegramSettings(writtenSecretSchema), { botToken: 'x', chatId: '1' }, 'botToken: must be the token of a bot'],
    [telegramSettings(writtenSecretSchema), { botToken, chatId: 'x' }, 'chatId: must be the number of a chat'],
    [pagerdutySettings(writtenSecretSchema), { routingKey: 'x' }, 'routingKey: must be the integration key'],
    [ntfySettings(writtenSecretSchema), { topic: 'a b' }, 'topic: must be 1 to 64'],
    [ntfySettings(writtenSecretSchema), { topic: 'a', failurePriority: 6 }, 'failurePriority: must be 1 to 5'],
    [ntfySettings(writtenSecretSchema), { topic: 'a', accessToken: 'a b' }, 'accessToken: must be an access token'],
    [sms, { url, recipients: ['0170 123'] }, 'recipients.0: must be a telephone number'],
    [sms, { url, recipients: ['123', '123'] }, 'recipients: must not name the same one twice'],
    [sms, { url, recipients: ['123'], method: 'GET' }, 'format: must be query with the method GET'],
    [sms, { url, recipients: ['123'], fromParameter: 'to' }, 'parameters: must not use the name of another parameter'],
  ])('%# are refused with what is wrong: %j', (schema, value, problem) => {
    expect(problems(schema, value)).toEqual([expect.stringContaining(problem)]);
  });

  it('are refused without repeating a secret', () => {
    const refused = [
      ...problems(slackSettings(writtenSecretSchema), { url: 's3cret' }),
      ...problems(telegramSettings(plainSecretSchema), { botToken: 's3cret', chatId: '1' }),
      ...problems(webhook, header('X-Key', 's3cret\n')),
    ];
    expect(refused).toHaveLength(3);
    expect(refused.join()).not.toContain('s3cret');
  });
});
