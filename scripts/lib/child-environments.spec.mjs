import { describe, expect, it } from 'vitest';
import { childEnvironments } from './child-environments.mjs';

const settings = {
  databaseUrl: 'postgres://secret@db/x',
  host: '127.0.0.1',
  port: 8220,
  dataDir: '/data',
  site: 'paris',
  adminToken: 'token',
  secretsKeys: { current: 'key', accepted: ['old', 'older'] },
};
const env = {
  PATH: '/bin',
  NODE_ENV: 'test',
  LOG_LEVEL: 'debug',
  ADMIN_PASSWORD: 'password',
  ADMIN_TOKEN: 'token',
  SECRETS_KEY: 'other',
  SECRETS_KEYS_ACCEPTED: 'others',
  DATABASE_URL: 'postgres://other',
  npm_config_user_agent: 'npm',
};
const redis = { ...env, REDIS_URL: 'redis://secret@r' };

describe('childEnvironments', () => {
  it('gives each app what it needs', () => {
    const { setup, controller, evaluator, worker, demo } = childEnvironments(env, settings);
    expect(setup).toMatchObject({ DATABASE_URL: settings.databaseUrl, ADMIN_PASSWORD: 'password' });
    expect(controller).toMatchObject({ PORT: '8220', HOST: '127.0.0.1', ADMIN_TOKEN: 'token', SECRETS_KEY: 'key' });
    expect(evaluator).toMatchObject({ DATABASE_URL: settings.databaseUrl, SECRETS_KEY: 'key', DATA_DIR: '/data' });
    expect(worker).toMatchObject({ SITE: 'paris', LOG_LEVEL: 'debug', NODE_ENV: 'production' });
    expect(demo).toMatchObject({ PORT: '8220', HOST: '127.0.0.1', ADMIN_TOKEN: 'token' });
  });

  it('keeps secrets from those that have no use for them', () => {
    const { setup, controller, evaluator, worker, demo } = childEnvironments(redis, settings);
    const allowed = ['UV_THREADPOOL_SIZE', 'PATH', 'NODE_ENV', 'LOG_LEVEL', 'DATA_DIR', 'SITE', 'REDIS_URL'];
    expect(Object.keys(worker)).toEqual(allowed);
    expect(Object.keys(demo)).toEqual(['PATH', 'NODE_ENV', 'LOG_LEVEL', 'DATA_DIR', 'HOST', 'PORT', 'ADMIN_TOKEN']);
    expect(controller).not.toHaveProperty('ADMIN_PASSWORD');
    expect(evaluator).not.toHaveProperty('ADMIN_TOKEN');
    expect(setup).not.toHaveProperty('ADMIN_TOKEN');
    expect(setup).not.toHaveProperty('SECRETS_KEY');
  });

  it('gives all keys to those that seal and open secrets, and to nobody else', () => {
    const { rotation, controller, evaluator, ...others } = childEnvironments(redis, settings);
    for (const env of [rotation, controller, evaluator]) {
      expect(env).toMatchObject({ SECRETS_KEY: 'key', SECRETS_KEYS_ACCEPTED: 'old,older' });
    }
    for (const env of Object.values(others)) {
      expect(Object.keys(env).filter((name) => name.startsWith('SECRETS'))).toEqual([]);
    }
    expect(rotation).toMatchObject({ DATABASE_URL: settings.databaseUrl });
    for (const name of ['ADMIN_TOKEN', 'ADMIN_PASSWORD', 'REDIS_URL']) expect(rotation).not.toHaveProperty(name);
    const alone = { ...settings, secretsKeys: { current: 'key', accepted: [] } };
    expect(childEnvironments(redis, alone).controller).not.toHaveProperty('SECRETS_KEYS_ACCEPTED');
  });

  it('tells the evaluator where people reach the web page', () => {
    expect(childEnvironments(env, settings).evaluator['PUBLIC_URL']).toBe('http://127.0.0.1:8220');
    const given = { ...env, PUBLIC_URL: 'https://monitor.example.com' };
    expect(childEnvironments(given, settings).evaluator['PUBLIC_URL']).toBe('https://monitor.example.com');
  });

  it('gives the worker threads to look up names, as many as its user says', () => {
    expect(childEnvironments(env, settings).worker).toMatchObject({ UV_THREADPOOL_SIZE: '64' });
    const fewer = { ...env, UV_THREADPOOL_SIZE: '8' };
    expect(childEnvironments(fewer, settings).worker).toMatchObject({ UV_THREADPOOL_SIZE: '8' });
  });

  it('gives the worker the database only where the queue lives in it', () => {
    expect(childEnvironments(env, settings).worker).toMatchObject({ DATABASE_URL: settings.databaseUrl });
    expect(childEnvironments(redis, settings).worker).toMatchObject({ REDIS_URL: redis.REDIS_URL });
    expect(childEnvironments({ ...env, REDIS_URL: '' }, settings).worker).not.toHaveProperty('REDIS_URL');
  });

  it('gives whoever may know a store the files of it, and nobody else', () => {
    const files = { REDIS_PASSWORD_FILE: '/r', REDIS_CA_FILE: '/ca', REDIS_CERT_FILE: '/cert', REDIS_KEY_FILE: '/key' };
    const made = childEnvironments({ ...redis, ...files, DATABASE_PASSWORD_FILE: '/d' }, settings);
    for (const app of [made.setup, made.controller, made.evaluator]) {
      expect(app).toMatchObject({ ...files, DATABASE_PASSWORD_FILE: '/d' });
    }
    expect(made.worker).toMatchObject(files);
    expect(made.worker).not.toHaveProperty('DATABASE_PASSWORD_FILE');
    expect(made.rotation).toMatchObject({ DATABASE_PASSWORD_FILE: '/d' });
    for (const name of [...Object.keys(files), 'DATABASE_PASSWORD_FILE']) expect(made.demo).not.toHaveProperty(name);
  });
});
