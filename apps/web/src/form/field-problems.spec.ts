import { describe, expect, it } from 'vitest';
import { RefusedError, UnreachableError } from '../api/client.js';
import { fieldProblems, isOvertaken, otherProblems, problemText } from './field-problems.js';

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
  });
});

describe('isOvertaken', () => {
  it('is a 412 alone', () => {
    expect(isOvertaken(refused(412, []))).toBe(true);
    expect(isOvertaken(refused(409, []))).toBe(false);
    expect(isOvertaken(null)).toBe(false);
  });
});
