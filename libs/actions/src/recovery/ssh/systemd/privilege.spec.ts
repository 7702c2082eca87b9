import { expect, test } from 'vitest';
import { asRoot, refusedBySudo, sudoersRule } from './privilege.js';

test.each([
  ['alice', ['systemctl', 'reboot'], 'alice ALL=(root) NOPASSWD: /usr/bin/systemctl reboot'],
  [
    'CORP\\alice b',
    ['systemctl', 'restart', 'a:b\\x2dc@1'],
    'CORP\\\\alice\\ b ALL=(root) NOPASSWD: /usr/bin/systemctl restart a\\:b\\\\x2dc@1',
  ],
])('the rule for %j and %j is escaped as sudoers(5) wants it', (username, words, rule) => {
  expect(sudoersRule(username, words)).toBe(rule);
});

test('only who is not root goes by sudo', () => {
  expect(asRoot({ username: 'root', isRoot: true }, ['systemctl', 'reboot'])).toBe(
    "'env' 'LC_ALL=C' 'systemctl' 'reboot'",
  );
  expect(asRoot({ username: 'alice', isRoot: false }, ['systemctl', 'reboot'])).toBe(
    "'env' 'LC_ALL=C' 'sudo' '-n' '--' 'systemctl' 'reboot'",
  );
});

test.each([
  ['sudo: a password is required\n', true],
  ['sudo: unable to resolve host mx1\nsudo: a password is required\n', true],
  ['Sorry, user alice is not allowed to execute …\n', true],
  ['sudo: sorry, you must have a tty to run sudo\n', true],
  ['sudo: unable to resolve host mx1\nJob for mail.service failed.\n', false],
])('%j is a refusal by sudo: %j', (stderr, refused) => {
  const result = { status: 1, signal: null, stdout: '', stderr };
  const failure = refusedBySudo({ username: 'alice', isRoot: false }, ['systemctl', 'reboot'], result);
  expect(failure?.code).toBe(refused ? 'right-missing' : undefined);
});
