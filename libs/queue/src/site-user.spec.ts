import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { SCRIPT_COMMANDS, SCRIPTS_OF_A_WORKER, siteUserName, siteUserRule } from './site-user.js';

const scripts = join(dirname(createRequire(import.meta.url).resolve('bullmq')), 'scripts');

/** The commands that a script of the installed BullMQ names. A push is called by a variable, as either of two commands. */
function commandsOf(script: string): string[] {
  const text = readFileSync(join(scripts, `${script}.js`), 'utf8');
  const named = [...text.matchAll(/call\(\s*\\?["']([A-Za-z]+)/g)].map(([, command = '']) => command.toLowerCase());
  const pushes = [...text.matchAll(/["'](LPUSH|RPUSH)\\?["']/g)].map(([, command = '']) => command.toLowerCase());
  return [...named, ...pushes];
}

describe('the Redis user of a site', () => {
  it('may do what the scripts do that its worker has run, and no more', () => {
    const needed = new Set(SCRIPTS_OF_A_WORKER.flatMap(commandsOf));
    expect([...SCRIPT_COMMANDS].sort()).toEqual([...needed].sort());
  });

  it('has rules for scripts of this name and number of keys', () => {
    const known = readdirSync(scripts);
    for (const script of SCRIPTS_OF_A_WORKER) expect(known).toContain(`${script}.js`);
  });

  it('is called after the site, reaches its queues alone, and is told nothing in the clear', () => {
    expect(siteUserName('paris')).toBe('site-paris');
    const rule = siteUserRule('paris', 'a secret of some length');
    expect(rule.join(' ')).not.toContain('a secret');
    expect(rule.slice(0, 2)).toEqual(['reset', 'on']);
    expect(rule[2]).toMatch(/^#[0-9a-f]{64}$/);
    const keys = rule.filter((word) => word.startsWith('~'));
    expect(keys).toHaveLength(9);
    for (const key of keys)
      expect(key).toMatch(/^~\{twotwenty\}:(probe|results|workers)\.paris:(\[\^dr\]\*|delayed|repeat)$/);
    expect(rule).not.toContain('+select');
    expect(siteUserRule('paris', 'a secret of some length', 1)).toEqual([...rule, '+select']);
    expect(rule.filter((word) => /^[+-]@|allcommands|allkeys|allchannels|^&|^>|^nopass/.test(word))).toEqual([]);
  });
});
