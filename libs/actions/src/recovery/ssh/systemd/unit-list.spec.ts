import { expect, test } from 'vitest';
import { MAX_LISTED, readUnitList } from './unit-list.js';

test('what is loaded is listed with its state; files add what is not loaded, and say what is masked', () => {
  const loaded = [
    '  postfix.service      loaded    active   exited  Postfix Mail Transport Agent',
    '● dovecot.service      loaded    failed   failed  Dovecot (IMAP)',
    'gone.service           not-found inactive dead    gone.service',
    'off.service            masked    inactive dead    off.service',
    'bare.service loaded inactive dead',
    'postfix@-.service loaded active running Postfix (instance -)',
    'cut-off.service loaded act',
  ].join('\n');
  const files = 'unused.service disabled enabled\ngetty@.service enabled enabled\noff.service masked enabled\n';
  expect(readUnitList(loaded, files)).toEqual([
    { name: 'bare.service', description: '', state: 'inactive (dead)' },
    { name: 'dovecot.service', description: 'Dovecot (IMAP)', state: 'failed (failed)' },
    { name: 'postfix.service', description: 'Postfix Mail Transport Agent', state: 'active (exited)' },
    { name: 'postfix@-.service', description: 'Postfix (instance -)', state: 'active (running)' },
    { name: 'unused.service', description: '', state: 'inactive (dead)' },
  ]);
});

test('what could not be named in a monitor is left out', () => {
  expect(readUnitList('a*b.service loaded active running x\nnot-a-service loaded active running x\n', '')).toEqual([]);
});

test('the list has an end', () => {
  const lines = Array.from({ length: 3_000 }, (_, index) => `unit-${index}.service loaded active running x\n`);
  expect(readUnitList(lines.join(''), '')).toHaveLength(MAX_LISTED);
});
