import { describe, expect, it } from 'vitest';
import {
  readControllerConfig,
  readEvaluatorConfig,
  readRotationConfig,
  readSetupConfig,
  readWorkerConfig,
} from './apps.js';
import { ConfigurationError } from './environment.js';

const DATABASE_URL = 'postgres://u:p@127.0.0.1:5432/db';
const SECRETS_KEY = Buffer.alloc(32, 'k').toString('base64');

describe('configuration', () => {
  it('has sensible defaults', () => {
    expect(readControllerConfig({ DATABASE_URL, SECRETS_KEY })).toMatchObject({
      host: '127.0.0.1',
      port: 8220,
      logLevel: 'info',
      queue: { backend: 'postgres', url: DATABASE_URL },
    });
  });

  it('keeps the queue on Redis where Redis is given', () => {
    const config = readWorkerConfig({ REDIS_URL: 'redis://127.0.0.1:6379', SITE: 'frankfurt' });
    expect(config).toMatchObject({ site: 'frankfurt', queue: { backend: 'redis', url: 'redis://127.0.0.1:6379' } });
  });

  it('lists every problem at once and repeats no value', () => {
    const read = () =>
      readControllerConfig({ DATABASE_URL: 'mysql://secret', PORT: '65536', ADMIN_TOKEN: 'short', LOG_LEVEL: 'loud' });
    expect(read).toThrow(ConfigurationError);
    expect(read).toThrow(/DATABASE_URL: .*\n.*PORT|PORT: [\s\S]*DATABASE_URL/);
    expect(read).toThrow(/ADMIN_TOKEN: must be at least 16 characters/);
    expect(read).toThrow(/LOG_LEVEL/);
    expect(read).not.toThrow(/secret/);
  });

  it('knows how a worker is to behave as a guest, and who it is', () => {
    expect(readWorkerConfig({ REDIS_URL: 'redis://h' })).toMatchObject({
      perAddress: { maxSessions: 2, pauseMs: 20 },
      ehloName: undefined,
      publicAddresses: undefined,
    });
    const given = {
      EHLO_NAME: 'probe1.example.com',
      PUBLIC_ADDRESSES: '192.0.2.7, 2001:db8::7',
      ADDRESS_PAUSE_MS: '0',
    };
    expect(readWorkerConfig({ REDIS_URL: 'redis://h', ...given })).toMatchObject({
      perAddress: { pauseMs: 0 },
      ehloName: 'probe1.example.com',
      publicAddresses: ['192.0.2.7', '2001:db8::7'],
    });
    const wrong = { EHLO_NAME: 'two words', PUBLIC_ADDRESSES: 'here', MAX_SESSIONS_PER_ADDRESS: '0' };
    expect(() => readWorkerConfig({ REDIS_URL: 'redis://h', ...wrong })).toThrow(
      /MAX_SESSIONS_PER_ADDRESS.*EHLO_NAME.*PUBLIC_ADDRESSES/s,
    );
  });

  it('needs a key for secrets wherever they are sealed or opened, and takes others that open', () => {
    for (const read of [readControllerConfig, readEvaluatorConfig, readRotationConfig]) {
      const env = { DATABASE_URL, SECRETS_KEY };
      expect(read(env)).toMatchObject({ secretsKey: SECRETS_KEY, secretsKeysAccepted: [] });
      const other = Buffer.alloc(32, 'o').toString('base64');
      const accepted = read({ ...env, SECRETS_KEYS_ACCEPTED: `${other}, ${SECRETS_KEY}` }).secretsKeysAccepted;
      expect(accepted).toEqual([other, SECRETS_KEY]);
      for (const wrong of ['secret', `${other},`, `${other} ${other}`, Array(9).fill(other).join(',')]) {
        const refused = () => read({ ...env, SECRETS_KEYS_ACCEPTED: wrong });
        expect(refused).toThrow(/SECRETS_KEYS_ACCEPTED: must be at most 8 keys of 32 bytes in base64/);
        expect(refused).not.toThrow(wrong);
      }
      expect(() => read({ DATABASE_URL })).toThrow(/SECRETS_KEY: must be set: 32 bytes in base64/);
      for (const wrong of ['secret', Buffer.alloc(31, 'k').toString('base64'), SECRETS_KEY.replace('a', '!')]) {
        expect(() => read({ DATABASE_URL, SECRETS_KEY: wrong })).toThrow(/SECRETS_KEY: must be 32 bytes in base64/);
      }
    }
  });

  it('knows what the notices of an evaluator say, and what its actions may do', () => {
    const read = (env: object) => readEvaluatorConfig({ DATABASE_URL, SECRETS_KEY, ...env });
    expect(read({})).toMatchObject({
      publicUrl: 'http://127.0.0.1:8220',
      timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone,
      actionPrograms: undefined,
      actionAllowedAddresses: [],
    });
    const given = {
      PUBLIC_URL: 'https://monitor.example.com/',
      TIME_ZONE: 'Europe/Berlin',
      ACTION_PROGRAMS: '/usr/local/lib/twotwenty',
      ACTION_ALLOWED_ADDRESSES: '169.254.10.7, fe80::/64',
      DATA_DIR: '/var/lib/twotwenty',
    };
    expect(read(given)).toMatchObject({
      publicUrl: 'https://monitor.example.com',
      timeZone: 'Europe/Berlin',
      actionPrograms: '/usr/local/lib/twotwenty',
      actionAllowedAddresses: ['169.254.10.7', 'fe80::/64'],
      dataDir: '/var/lib/twotwenty',
    });
    const wrong = {
      PUBLIC_URL: 'monitor.example.com',
      TIME_ZONE: '+01:00',
      ACTION_PROGRAMS: 'bin',
      ACTION_ALLOWED_ADDRESSES: '10.0.0.0/33',
    };
    expect(() => read(wrong)).toThrow(/PUBLIC_URL.*TIME_ZONE.*ACTION_PROGRAMS.*ACTION_ALLOWED_ADDRESSES/s);
  });

  it('knows which proxies a controller believes: none by default', () => {
    const read = (TRUSTED_PROXIES: string) => readControllerConfig({ DATABASE_URL, SECRETS_KEY, TRUSTED_PROXIES });
    expect(read('').trustedProxies).toEqual([]);
    expect(read('127.0.0.1, 172.16.0.0/12').trustedProxies).toEqual(['127.0.0.1', '172.16.0.0/12']);
    for (const wrong of ['true', '1', 'proxy', '172.16.0.0/33']) expect(() => read(wrong)).toThrow(/TRUSTED_PROXIES/);
  });

  it('knows the sites that the set-up makes', () => {
    expect(readSetupConfig({ DATABASE_URL }).sites).toEqual([]);
    expect(readSetupConfig({ DATABASE_URL, SITES: 'default, paris' }).sites).toEqual(['default', 'paris']);
    expect(() => readSetupConfig({ DATABASE_URL, SITES: 'default,Not a site' })).toThrow(/SITES: must be at most 100/);
  });

  it('needs a queue for a worker', () => {
    expect(() => readWorkerConfig({})).toThrow(/REDIS_URL: must be set/);
  });

  it.each(['Not a site', 'a'.repeat(33), '-a', 'a:b'])('refuses the site name %j', (SITE) => {
    expect(() => readWorkerConfig({ REDIS_URL: 'redis://h', SITE })).toThrow(/SITE/);
  });
});
