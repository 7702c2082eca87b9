import { monitorInputSchema, monitorPatchSchema, type Monitor } from '@twotwenty/contracts/monitor';
import { describe, expect, it } from 'vitest';
import { changedFields } from '../../form/three-way.js';
import {
  bodyOf,
  monitorValuesSchema,
  NO_RECOVERY,
  recoveryChange,
  recoveryOf,
  securityChange,
  valuesOf,
  wholeBody,
  type MonitorValues,
} from './monitor-values.js';
import { copiedValues, newMonitorValues } from './new-monitor.js';

const ID = '00000000-0000-4000-8000-000000000001';
const stored = monitorInputSchema.parse({
  deviceId: ID,
  name: 'MX 1',
  target: { host: 'mx1.example.com', security: 'starttls', ehloName: 'probe.example.com', tls: { failDays: 3 } },
  recovery: { machine: 'mx1', method: 'ssh-systemd', credentialId: ID, services: ['postfix'] },
  sites: ['default', 'paris'],
  sitesToFail: 2,
  tags: ['mail'],
});
const values = valuesOf(stored);

function patchFor(change: Partial<MonitorValues>) {
  const changed = { ...values, ...change };
  return bodyOf(changed, changedFields(values, changed));
}

describe('the values of a monitor', () => {
  it('are sent as they were read', () => {
    expect(monitorInputSchema.parse(wholeBody(values))).toEqual(stored);
    expect(monitorValuesSchema.parse(JSON.parse(JSON.stringify(values)))).toEqual(values);
  });

  it('are sent where they changed alone, nested as the API takes them', () => {
    expect(patchFor({ name: 'MX 2' })).toEqual({ name: 'MX 2' });
    const patch = patchFor({ 'target.port': 587, 'timing.delaySeconds.up': '60', 'target.tls.failDays': '' });
    expect(patch).toEqual({ target: { port: 587, tls: { failDays: null } }, timing: { delaySeconds: { up: 60 } } });
    expect(monitorPatchSchema.safeParse(patch).success).toBe(true);
  });

  it('have the recovery parameters as a whole, and none where nothing is named', () => {
    expect(patchFor({ 'recovery.newService': ' dovecot ' })).toEqual({
      recovery: { ...stored.recovery, services: ['postfix', 'dovecot'] },
    });
    expect(patchFor(NO_RECOVERY)).toEqual({ recovery: null });
    expect(patchFor({ ...NO_RECOVERY, 'recovery.credentialId': ID })).toMatchObject({ recovery: { machine: '' } });
    expect(recoveryOf({ ...values, ...recoveryChange({ machine: 'mx2' }) })).toMatchObject({
      machine: 'mx2',
      services: ['postfix'],
    });
  });

  it('take the usual port where none is typed, and leave what is no number to the API', () => {
    expect(patchFor({ 'target.port': '' })).toEqual({ target: { port: 25 } });
    expect(patchFor({ 'timing.delaySeconds.up': '' })).toEqual({ timing: { delaySeconds: { up: null } } });
    expect(patchFor({ 'notification.maxAlerts': '-' })).toEqual({ notification: { maxAlerts: '-' } });
    expect(patchFor({ 'target.ehloName': '  ' })).toEqual({ target: { ehloName: null } });
  });
});

describe('securityChange', () => {
  it('brings the usual port unless another one was typed', () => {
    const plain = { 'target.port': 25, 'target.security': 'none' } as const;
    expect(securityChange(plain, 'tls')).toEqual({ 'target.security': 'tls', 'target.port': 465 });
    expect(securityChange({ ...plain, 'target.port': 2525 }, 'tls')).toEqual({ 'target.security': 'tls' });
    expect(securityChange({ ...plain, 'target.port': '' }, 'tls')).toMatchObject({ 'target.port': 465 });
  });
});

describe('a new monitor', () => {
  const device = { id: ID, name: 'Mail server', address: 'mx1.example.com' };

  it('begins with what is known of its device', () => {
    expect(newMonitorValues({ device, sites: ['berlin', 'default'] })).toMatchObject({
      name: 'Mail server SMTP',
      deviceId: ID,
      'target.host': 'mx1.example.com',
      'target.port': 25,
      'target.security': 'none',
      sites: ['default'],
    });
  });

  it('is what was chosen', () => {
    expect(newMonitorValues({ sites: ['berlin'], preset: 'submission' })).toMatchObject({
      name: '',
      deviceId: null,
      'target.host': '',
      'target.port': 587,
      'target.security': 'starttls',
      sites: ['berlin'],
    });
    expect(newMonitorValues({ sites: [], preset: 'smtps' })).toMatchObject({ 'target.port': 465, sites: [] });
  });

  it('has a name of 64 characters at most, whatever its device is called', () => {
    const { name } = newMonitorValues({ device: { ...device, name: '📫'.repeat(64) }, sites: [] });
    expect(Array.from(name)).toHaveLength(64);
  });

  it('may be made after another one', () => {
    const monitor = { ...stored, id: ID, version: 1 } as Monitor;
    expect(copiedValues(monitor)).toEqual({ ...values, name: 'Copy of MX 1' });
  });
});
