import { describe, expect, it } from 'vitest';
import { storedFacts } from './stored-facts.js';

const ID = '00000000-0000-4000-8000-000000000001';
const recovery = { machine: 'mx1', method: 'ssh-systemd' as const, port: null, credentialId: ID, services: ['a', 'b'] };

describe('storedFacts', () => {
  it('names the credential where it is known', () => {
    expect(storedFacts(recovery, [{ id: ID, name: 'Repair' }])).toEqual([
      ['Machine', 'mx1'],
      ['Method', 'SSH, systemd (Linux)'],
      ['Port', 'the usual one'],
      ['Credential', 'Repair'],
      ['Services', 'a, b'],
    ]);
    expect(storedFacts(recovery, [])).toContainEqual(['Credential', ID]);
  });

  it('says what there is none of', () => {
    expect(storedFacts(null, [])).toEqual([['Machine', 'none']]);
    expect(storedFacts({ ...recovery, credentialId: null, services: [] }, [])).toEqual(
      expect.arrayContaining([
        ['Credential', 'none'],
        ['Services', 'none'],
      ]),
    );
  });
});
