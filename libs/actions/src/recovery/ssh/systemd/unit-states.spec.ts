import { expect, test } from 'vitest';
import { readUnitStates, runProblem, startedAgain, startProblem, type UnitState } from './unit-states.js';

function unitWith(properties: Record<string, string>): UnitState {
  const text = Object.entries({ LoadState: 'loaded', ...properties }).map(([name, value]) => `${name}=${value}\n`);
  const [state] = readUnitStates(text.join(''), ['mail']);
  if (state === undefined) throw new Error('no unit was read');
  return state;
}

test('units are read in the order in which they were asked for', () => {
  const text = 'Id=b.service\nLoadState=loaded\nResult=a=b\n\nLoadState=not-found\nId=a.service\n';
  const states = readUnitStates(text, ['b', 'a']);
  expect(states.map(({ unit, properties }) => [unit, properties.LoadState, properties.Result])).toEqual([
    ['b', 'loaded', 'a=b'],
    ['a', 'not-found', ''],
  ]);
});

test.each(['', 'Id=a.service\n', 'Id=a\n\nId=b\n\nId=c\n'])('%j is no answer for two units', (text) => {
  expect(() => readUnitStates(text, ['a', 'b'])).toThrow('systemctl was asked for 2 units');
});

test.each([
  [{}, null],
  [{ CanStart: 'yes', UnitFileState: 'disabled' }, null],
  [{ LoadState: 'not-found' }, 'there is no unit mail'],
  [{ LoadState: 'masked' }, 'mail is masked'],
  [{ UnitFileState: 'masked-runtime' }, 'mail is masked'],
  [{ LoadState: 'bad-setting' }, 'mail could not be loaded (bad-setting)'],
  [{ LoadState: '' }, 'mail could not be loaded (unknown)'],
  [{ CanStart: 'no' }, 'mail may not be started by hand'],
])('with %j the problem with starting it is %j', (properties, problem) => {
  expect(startProblem(unitWith(properties))).toBe(problem);
});

test.each([
  [{ ActiveState: 'active', SubState: 'running' }, null],
  [{ ActiveState: 'reloading' }, null],
  [{ ActiveState: 'failed', SubState: 'failed', Result: 'exit-code' }, 'mail is failed (exit-code)'],
  [{ ActiveState: 'activating', SubState: 'auto-restart', Result: 'success' }, 'mail is activating (auto-restart)'],
  [{ ActiveState: 'inactive', SubState: 'dead', Type: 'simple', Result: 'success' }, 'mail is inactive (dead)'],
  [{ ActiveState: 'inactive', SubState: 'dead', Type: 'oneshot', Result: 'success' }, null],
  [{ ActiveState: 'failed', SubState: 'failed', Type: 'oneshot', Result: 'exit-code' }, 'mail is failed (exit-code)'],
  [
    { ActiveState: 'inactive', Type: 'oneshot', Result: 'success', ConditionResult: 'no' },
    'mail was not started, since a condition of its unit file is not met',
  ],
])('with %j the problem with its running is %j', (properties, problem) => {
  expect(runProblem(unitWith(properties))).toBe(problem);
});

test('a unit was started again when its invocation is another one; an old systemd does not tell', () => {
  const [first, second, none] = ['a1', 'b2', ''].map((InvocationID) => unitWith({ InvocationID }));
  if (first === undefined || second === undefined || none === undefined) throw new Error('no unit was read');
  expect(startedAgain(first, first)).toBe(false);
  expect(startedAgain(first, second)).toBe(true);
  expect(startedAgain(none, second)).toBe(false);
});
