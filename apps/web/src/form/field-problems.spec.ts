import { describe, expect, it } from 'vitest';
import { RefusedError, UnreachableError } from '../api/client.js';
import {
  fieldProblems,
  isOvertaken,
  isWithin,
  otherProblems,
  problemText,
  problemWithin,
  refusedHere,
} from './field-problems.js';

function refused(status: number, errors: { field: string; message: string }[]): RefusedError {
  return new RefusedError(status, { type: 'about:blank', title: 'Refused', status, errors });
}

describe('fieldProblems', () => {
  it('knows each field with all that is wrong about it', () => {
    const error = refused(422, [
      { field: 'name', message: 'is required' },
      { field: 'login.password', message: 'must be on one line' },
      { field: 'name', message: 'must be 1 to 64 characters' },
    ]);
    expect([...fieldProblems(error)]).toEqual([
      ['name', 'is required; must be 1 to 64 characters'],
      ['login.password', 'must be on one line'],
    ]);
  });

  it('is empty when no field is to blame', () => {
    expect(fieldProblems(null).size).toBe(0);
    expect(fieldProblems(new UnreachableError('gone')).size).toBe(0);
    expect(fieldProblems(new RefusedError(500, null)).size).toBe(0);
  });
});

describe('problemText', () => {
  it('makes a sentence of it, or nothing', () => {
    const problems = new Map([['port', 'must be 1 to 65535']]);
    expect(problemText(problems, 'port')).toBe('It must be 1 to 65535.');
    expect(problemText(problems, 'machine')).toBeNull();
  });
});

describe('problemWithin', () => {
  const problems = new Map([
    ['tags.1', 'must begin with a letter'],
    ['tags', 'must not name the same one twice'],
    ['tags.7', 'is none'],
    ['tagsOfOthers', 'is another field'],
  ]);

  it('is what is wrong with a field and with what is in it, named by what it is', () => {
    expect(problemWithin(problems, 'tags', ['a', '-b'])).toBe(
      '“-b” must begin with a letter. It must not name the same one twice. It is none.',
    );
    expect(problemWithin(problems, 'sites', ['default'])).toBeNull();
    expect(problemWithin(new Map([['dependsOn.0', 'is no monitor']]), 'dependsOn', ['id'], () => 'MX 1')).toBe(
      '“MX 1” is no monitor.',
    );
  });

  it('says the same once', () => {
    const twice = new Map([
      ['tags.0', 'must begin with a letter'],
      ['tags.1', 'must begin with a letter'],
    ]);
    expect(problemWithin(twice, 'tags')).toBe('It must begin with a letter.');
  });
});

it('isWithin knows a field from one whose name begins like it', () => {
  expect(isWithin('actions.a', 'actions.a')).toBe(true);
  expect(isWithin('actions.a.range', 'actions.a')).toBe(true);
  expect(isWithin('actions.ab', 'actions.a')).toBe(false);
});

it('what a form refuses by itself is known as what the controller refuses', () => {
  expect([...fieldProblems(refusedHere([{ field: 'until', message: 'is required' }]))]).toEqual([
    ['until', 'is required'],
  ]);
});

describe('otherProblems', () => {
  it('leaves out what the form shows at its fields', () => {
    const problems = new Map([
      ['machine', 'is required'],
      ['services.3', 'must be the name of a unit'],
      ['', 'must be of type object'],
    ]);
    expect(otherProblems(problems, ['machine'])).toEqual([
      'services.3: must be the name of a unit',
      'must be of type object',
    ]);
    expect(otherProblems(problems, ['machine', 'services'])).toEqual(['must be of type object']);
  });
});

describe('isOvertaken', () => {
  it('is a 412 alone', () => {
    expect(isOvertaken(refused(412, []))).toBe(true);
    expect(isOvertaken(refused(409, []))).toBe(false);
    expect(isOvertaken(null)).toBe(false);
  });
});
