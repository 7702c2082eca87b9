import { setImmediate as soon } from 'node:timers/promises';
import { PassThrough } from 'node:stream';
import type { Client, ClientChannel } from 'ssh2';
import { expect, test } from 'vitest';
import { posixCommand } from './remote-command.js';
import { runCommand } from './run-command.js';

/** A connection on which all that a command has to say comes with the first word, as in one packet. */
function atOnce(say: (channel: PassThrough & { stderr: PassThrough }) => void): Pick<Client, 'exec'> {
  return {
    exec(_command: string, _options: unknown, callback?: unknown) {
      const channel = Object.assign(new PassThrough({ emitClose: false }), {
        stderr: new PassThrough(),
        close: () => undefined,
      });
      (callback as (error: undefined, channel: ClientChannel) => void)(undefined, channel as unknown as ClientChannel);
      say(channel);
      return this as Client;
    },
  };
}

const run = (client: Pick<Client, 'exec'>, output: (text: string) => void = () => undefined) =>
  runCommand(client, posixCommand(['id', '-u']), { output }, new AbortController().signal);

test('nothing is missed of a command that ends as soon as it begins', async () => {
  const client = atOnce((channel) => {
    channel.emit('exit', 3);
    channel.on('end', () => channel.emit('close'));
    channel.stderr.end('no');
    channel.end('1000\n');
  });
  expect(await run(client)).toEqual({ status: 3, signal: null, stdout: '1000\n', stderr: 'no' });
});

test('characters that come in pieces are passed on whole', async () => {
  const texts: string[] = [];
  const client = atOnce((channel) => {
    channel.on('end', () => channel.emit('close'));
    const octets = Buffer.from('für 5 €');
    for (const octet of octets) channel.write(Buffer.of(octet));
    channel.end();
    channel.stderr.end();
  });
  const { stdout, status } = await run(client, (text) => texts.push(text));
  expect(texts.join('')).toBe('für 5 €');
  expect(stdout).toBe('für 5 €');
  expect(status).toBeNull();
});

test('what is complained of last is waited for', async () => {
  const client = atOnce((channel) => {
    channel.emit('exit', 1);
    channel.on('end', () => {
      channel.emit('close');
      void soon().then(() => channel.stderr.end('sudo: a password is required\n'));
    });
    channel.end();
  });
  expect(await run(client)).toMatchObject({ status: 1, stderr: 'sudo: a password is required\n' });
});

test('what a command left behind does not hold it up', async () => {
  const client = atOnce((channel) => {
    channel.write('started\n');
    channel.emit('exit', 0);
  });
  expect(await run(client)).toEqual({ status: 0, signal: null, stdout: 'started\n', stderr: '' });
});
