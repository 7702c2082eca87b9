import { describe, expect, it } from 'vitest';
import { isAtField, pathById, problemsById, warningsById, withoutField } from './problems.js';

const actions = [{ id: 'a' }, { id: 'b' }, { id: 'c' }];

describe('pathById', () => {
  it('names an action by its id, so that it may be moved', () => {
    expect(pathById('actions.2.settings.relays.0.password', actions)).toBe('actions.c.settings.relays.0.password');
    expect(pathById('actions.1', actions)).toBe('actions.b');
  });

  it('leaves other paths alone', () => {
    expect(['name', 'actions', 'assignment.tags.0', 'actions.9.id'].map((path) => pathById(path, actions))).toEqual([
      'name',
      'actions',
      'assignment.tags.0',
      'actions.9.id',
    ]);
  });

  it('is used for problems and warnings alike', () => {
    expect([...problemsById(new Map([['actions.0.range', 'is empty']]), actions)]).toEqual([
      ['actions.a.range', 'is empty'],
    ]);
    expect(warningsById([{ field: 'actions.0.range', message: 'm' }], actions)).toEqual([
      { field: 'actions.a.range', message: 'm' },
    ]);
  });
});

describe('problems of a field', () => {
  const problems = new Map([
    ['actions.a.settings.to', 'must be at most 50 addresses'],
    ['actions.a.settings.to.1', 'must be an address'],
    ['actions.a.settings.toll', 'is another one'],
  ]);

  it('go when it is changed, and no others', () => {
    expect([...withoutField(problems, 'actions.a.settings.to').keys()]).toEqual(['actions.a.settings.toll']);
    expect(withoutField(problems, 'name')).toBe(problems);
  });
});

it('isAtField knows what the form has no field for', () => {
  const at = ['name', 'assignment.tags.3', 'actions', 'actions.2.settings.relays.0.host', 'actions.0.onRecovery.text'];
  expect(at.filter(isAtField)).toEqual(at);
  expect(['', 'actions.0.id', 'actions.0.type', 'actions.0.settings', 'siteAlerts.x'].filter(isAtField)).toEqual([]);
});
