import { randomBytes } from 'node:crypto';
import { closeSync, existsSync, fsyncSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs';
import { dirname, join } from 'node:path';

/*
 * Makes the cluster's secrets at its first start, and leaves those that are there as they are. Each folder is a volume, and goes to
 * those alone who need it.
 */

const ROOT = process.argv[2] ?? '/var/lib/twotwenty/secrets';

const password = () => randomBytes(32).toString('base64url');
const secretsKey = () => randomBytes(32).toString('base64');

makeOnce('database/password', password);
makeOnce('queue/password', password);
makeOnce('keys/secrets-key', secretsKey);
makeOnce('admin/password', () => randomBytes(15).toString('base64url'));
makeOnce('admin/token', password);
// Redis reads its password from a configuration file only. It is written again each time: a changed password counts.
write('queue/redis.conf', `requirepass ${JSON.stringify(read('queue/password'))}`);

/**
 * @param {string} name
 * @param {() => string} make
 */
function makeOnce(name, make) {
  if (existsSync(join(ROOT, name))) return;
  write(name, make());
  process.stderr.write(`secrets: made ${name}\n`);
}

/** @param {string} name */
function read(name) {
  return readFileSync(join(ROOT, name), 'utf8').trimEnd();
}

/**
 * Whole or not at all, whenever the machine loses power: a half-written key would be believed.
 * @param {string} name
 * @param {string} content
 */
function write(name, content) {
  const path = join(ROOT, name);
  const file = openSync(`${path}.new`, 'w', 0o600);
  writeSync(file, `${content}\n`);
  fsyncSync(file);
  closeSync(file);
  renameSync(`${path}.new`, path);
  const folder = openSync(dirname(path), 'r');
  fsyncSync(folder);
  closeSync(folder);
}
