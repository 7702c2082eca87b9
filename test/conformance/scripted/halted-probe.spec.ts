import { repositoryRoot } from '@twotwenty/testing/repository-root';
import { startScriptedServer } from '@twotwenty/testing/scripted-server';
import { execFile } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { expect, it, onTestFinished } from 'vitest';
import { aTarget } from './support/target.js';

const MAX_TEST_MS = 1000;

/** One probe in a process of its own; tells what it failed by. */
const PROBE = `
  import { probe } from '@twotwenty/smtp/probe';
  const [target, maxTestDurationMs] = process.argv.slice(1).map((text) => JSON.parse(text));
  const { failure } = await probe(target, { maxTestDurationMs });
  console.log(JSON.stringify(failure));
`;

it('a process that is halted for as long as a test may take fails no test by it', async () => {
  let pid = 0;
  const server = await startScriptedServer(async (peer) => {
    process.kill(pid, 'SIGSTOP');
    await peer.send('220 mx.example.com ESMTP\r\n');
    await sleep(MAX_TEST_MS);
    process.kill(pid, 'SIGCONT');
    await peer.heard('QUIT\r\n');
    await peer.send('221 bye\r\n');
    peer.close();
  });
  onTestFinished(() => server.stop());
  const target = JSON.stringify(aTarget({ port: server.port }));
  const args = ['--input-type=module', '--eval', PROBE, target, String(MAX_TEST_MS)];
  const probing = promisify(execFile)(process.execPath, args, { cwd: `${repositoryRoot}/apps/worker` });
  pid = probing.child.pid ?? 0;
  expect(JSON.parse((await probing).stdout)).toBeNull();
});
