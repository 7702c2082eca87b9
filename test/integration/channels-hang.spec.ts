import { chmodSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { DeliveryOutcome } from '@twotwenty/actions/channel';
import { sampleNotice } from '@twotwenty/actions/sample-notice.fixture';
import { CHANNEL_TYPES, type ChannelType } from '@twotwenty/contracts/actions/settings';
import { actionSchema, isRepair } from '@twotwenty/contracts/alert';
import { createDeliver } from '@twotwenty/evaluator/actions/channels';
import { sealAction } from '@twotwenty/secrets/action-secrets';
import { SecretBox } from '@twotwenty/secrets/secret-box';
import { startScriptedServer, type ScriptedServer } from '@twotwenty/testing/scripted-server';
import { temporaryDirectory } from '@twotwenty/testing/temporary-directory';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

const secrets = new SecretBox(Buffer.alloc(32, 7).toString('base64'));
const folder = temporaryDirectory('hanging-program');
/** Takes connections and whatever comes, and says nothing. */
let silent: ScriptedServer;

beforeAll(async () => {
  silent = await startScriptedServer(() => undefined);
  writeFileSync(join(folder, 'hang'), `#!${process.execPath}\nsetInterval(() => undefined, 1000)\n`);
  chmodSync(join(folder, 'hang'), 0o755);
});
afterAll(() => silent.stop());

const host = '127.0.0.1';

/** Settings of each channel by which its counterpart never answers; null where there is none that could. */
function hangingSettings(): Readonly<Record<ChannelType, object | null>> {
  const { port } = silent;
  const url = `http://${host}:${port}/hook`;
  return {
    email: {
      from: 'a@example.com',
      to: ['b@example.com'],
      relays: [
        { host, port },
        { host, port, security: 'tls' },
      ],
    },
    webhook: { url },
    slack: { url },
    teams: { url },
    discord: { url },
    telegram: { botToken: '123456:abcdefghijklmnopqrstuvwxyz', chatId: '1', server: url },
    pagerduty: { routingKey: 'a'.repeat(32), server: url },
    ntfy: { topic: 'topic', server: `https://${host}:${port}` },
    sms: { url, recipients: ['+491701234567', '+491701234568'] },
    'snmp-trap': { version: 'v2c', host, port, community: 'public', inform: true },
    syslog: { host, port, transport: 'tls' },
    'text-log': null,
    'external-process': { program: 'hang' },
  };
}

function deliver(type: ChannelType, settings: object, signal: AbortSignal): Promise<DeliveryOutcome> {
  const action = actionSchema.parse({ id: '0192f0c1-7d4e-7c3a-9b1d-000000000001', type, settings });
  const channels = { secrets, allowedAddresses: [], logFolder: null, programFolder: folder };
  const sealed = sealAction(action, undefined, secrets).action;
  if (isRepair(sealed)) throw new Error('no channel is a repair');
  return createDeliver(channels)(sampleNotice(), sealed, signal);
}

describe('with a counterpart that never answers', () => {
  test.each(CHANNEL_TYPES)('%s ends when its time is over, and leaves nothing open', async (type) => {
    const settings = hangingSettings()[type];
    if (settings === null) return;
    const before = silent.peers.length;
    const outcome = await deliver(type, settings, AbortSignal.timeout(200));
    // A program may have done half its work: that is not done twice.
    expect(outcome).toMatchObject({ ok: false, retryable: type !== 'external-process', response: null });
    await Promise.all(silent.peers.slice(before).map((peer) => peer.left()));
  });
});
