import { describe, expect, it } from 'vitest';
import { connectionOf, parametersOf, recoveryDraftOf } from './recovery-draft.js';

const stored = {
  machine: 'mx1.example.com',
  method: 'windows-rpc',
  port: null,
  credentialId: '00000000-0000-4000-8000-000000000001',
  services: ['SMTPSVC', 'IISADMIN'],
} as const;

describe('recoveryDraftOf and parametersOf', () => {
  it('leave what is stored as it is', () => {
    const recovery = { ...stored, services: [...stored.services] };
    expect(parametersOf(recoveryDraftOf(recovery))).toEqual(recovery);
    expect(parametersOf(recoveryDraftOf({ ...recovery, port: 4450 }))).toEqual({ ...recovery, port: 4450 });
  });
});

describe('parametersOf', () => {
  it('takes a service that was typed and not added', () => {
    const draft = { ...recoveryDraftOf(null), machine: ' mx1 ', newService: ' postfix ' };
    expect(parametersOf(draft)).toMatchObject({ machine: 'mx1', port: null, services: ['postfix'] });
  });
});

describe('connectionOf', () => {
  it('needs a machine and a credential', () => {
    const draft = recoveryDraftOf({ ...stored, services: [] });
    expect(connectionOf(draft)).toEqual({ ...stored, services: [] });
    expect(connectionOf({ ...draft, machine: ' ' })).toBeNull();
    expect(connectionOf({ ...draft, credentialId: null })).toBeNull();
  });
});
