import { describe, expect, it } from 'vitest';
import { UserError } from './errors.mjs';
import { readOptions } from './options.mjs';

const folders = { root: '/srv/twotwenty', cwd: '/home/ada' };

/**
 * @param {string[]} args
 * @param {NodeJS.ProcessEnv} [env]
 */
const read = (args, env = {}) => readOptions(args, env, folders);

describe('readOptions', () => {
  it('has defaults for everything', () => {
    expect(read([])).toEqual({
      help: false,
      demo: false,
      rotateSecrets: false,
      host: '127.0.0.1',
      port: 8220,
      dataDir: '/srv/twotwenty/.data',
      databaseUrl: undefined,
      site: 'default',
    });
  });

  it('takes the environment, and an empty variable for one that is not set', () => {
    const env = { PORT: '9000', HOST: '0.0.0.0', DATA_DIR: 'data', DATABASE_URL: 'postgres://db/x', SITE: 'paris' };
    expect(read([], env)).toMatchObject({
      port: 9000,
      host: '0.0.0.0',
      dataDir: '/home/ada/data',
      databaseUrl: 'postgres://db/x',
      site: 'paris',
    });
    expect(read([], { PORT: '', HOST: ' ', DATA_DIR: '', DATABASE_URL: '', SITE: '' })).toEqual(read([]));
  });

  it('lets options win over the environment', () => {
    const options = read(['--port', '1234', '--data-dir=/var/x y', '--demo', '--rotate-secrets'], {
      PORT: '9000',
      DATA_DIR: '/other',
    });
    expect(options).toMatchObject({ port: 1234, dataDir: '/var/x y', demo: true, rotateSecrets: true });
  });

  it.each([
    { args: ['--bad'], message: "'--bad'" },
    { args: ['start'], message: "'start'" },
    { args: ['--port'], message: '--port' },
    { args: ['--port', '0'], message: '--port must be a number from 1 to 65535, not "0"' },
    { args: ['--port', '65536'], message: '65536' },
    { args: ['--port', '80a'], message: '80a' },
    { args: ['--data-dir', ''], message: '--data-dir must name a folder' },
  ])('refuses $args with exit code 3', ({ args, message }) => {
    const failure = errorOf(() => read(args));
    expect(failure.message).toContain(message);
    expect(failure.exitCode).toBe(3);
  });

  it('names the variable when it is the environment that is wrong', () => {
    expect(errorOf(() => read([], { PORT: '-1' })).message).toContain('PORT must be');
  });
});

/**
 * @param {() => unknown} work
 * @returns {UserError}
 */
function errorOf(work) {
  try {
    work();
  } catch (error) {
    if (error instanceof UserError) return error;
    throw error;
  }
  throw new Error('nothing was thrown');
}
