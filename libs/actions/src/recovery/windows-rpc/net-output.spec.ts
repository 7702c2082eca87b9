import { expect, test } from 'vitest';
import { netFailure } from './net-failure.js';
import { parseServiceList, parseServiceState } from './net-output.js';

// As Samba 4.17 prints it.
const STATUS = `SMTPSVC service is running.
Configuration details:
	Controls Accepted    = 0x1
	Service Type         = 0x10
	Display Name         = X service is stopped.
`;

test('the state of a service is that of its first line, and of no other service', () => {
  expect(parseServiceState(STATUS, 'SMTPSVC')).toBe('running');
  expect(parseServiceState(STATUS, 'X')).toBeNull();
  expect(parseServiceState('SMTPSVC service is stop pending.\n', 'SMTPSVC')).toBe('stop pending');
});

test.each([
  'SMTPSVC Dienst ist gestartet.\n',
  'SMTPSVC service is Unknown State [9].\n',
  'SMTPSVC service is running\n',
  '',
])('%j tells no state', (output) => {
  expect(parseServiceState(output, 'SMTPSVC')).toBeNull();
});

test('services have a short name and one that is shown', () => {
  const output = 'W32Time                 "Windows Time"\nA name that is longer than that    "Say "hello""\n';
  expect(parseServiceList(output)).toEqual([
    { name: 'W32Time', description: 'Windows Time', state: null },
    { name: 'A name that is longer than that', description: 'Say "hello"', state: null },
  ]);
  expect(parseServiceList('No services returned\n')).toEqual([]);
  expect(parseServiceList(`${output}something else\n`)).toBeNull();
});

const failed = (errors: string) => ({ exitStatus: 255, stopped: false, standardOutput: '', errors });

test.each([
  ['Connection failed: NT_STATUS_LOGON_FAILURE', 'failed', 'login-refused'],
  ['Connection failed: NT_STATUS_ACCOUNT_LOCKED_OUT', 'failed', 'login-refused'],
  ['Connection failed: NT_STATUS_ACCESS_DENIED', 'failed', 'login-refused'],
  ['Connection failed: NT_STATUS_HOST_UNREACHABLE', 'unknown', 'unreachable'],
  ['Connection failed: NT_STATUS_CONNECTION_REFUSED', 'unknown', 'unreachable'],
  ['Connection failed: NT_STATUS_IO_TIMEOUT', 'unknown', 'unreachable'],
  ['Connection failed: NT_STATUS_CONNECTION_RESET', 'unknown', 'connection-lost'],
  ['Failed to open service.  [WERR_ACCESS_DENIED]', 'failed', 'right-missing'],
  ['Failed to open service.  [WERR_SERVICE_DOES_NOT_EXIST]', 'failed', 'unknown-service'],
  ['Control service request failed.  [WERR_DEPENDENT_SERVICES_RUNNING]', 'failed', 'command-failed'],
  ['Control service request failed.  [DOS code 0x00000999]', 'failed', 'command-failed'],
  ['Control service request failed.  [NT_STATUS_IO_TIMEOUT]', 'unknown', 'time-limit'],
  ['Query status request failed.  [NT_STATUS_CONNECTION_DISCONNECTED]', 'unknown', 'connection-lost'],
  [
    'rpc command function failed! (NT_STATUS_ACCESS_DENIED)\nCould not initialise pipe winreg. Error was NT_STATUS_OBJECT_NAME_NOT_FOUND',
    'failed',
    'right-missing',
  ],
])('%j, when acting, is %s: %s', (errors, result, code) => {
  expect(netFailure(failed(errors), 'stopping X', true)).toMatchObject({ result, code, exitStatus: 255 });
});

test('nothing is open before anything was asked', () => {
  expect(netFailure(failed('Connection failed: NT_STATUS_IO_TIMEOUT'), 'looking at X', false).result).toBe('failed');
  expect(netFailure(failed('Connection failed: NT_STATUS_CONNECTION_RESET'), 'looking at X', false).code).toBe(
    'wrong-protocol',
  );
});

test('what is not understood is shown, but not all of it', () => {
  expect(netFailure(failed('Dienst nicht da\n'), 'stopping X', true)).toEqual({
    result: 'failed',
    code: 'command-failed',
    detail: 'stopping X: Dienst nicht da',
    exitStatus: 255,
  });
  expect(netFailure(failed('x'.repeat(10_000)), 'stopping X', true).detail).toHaveLength(513);
});

test.each([
  ['spaces', `a${' '.repeat(400_000)}b`],
  ['quotes', `a${'    "'.repeat(100_000)}b`],
])('names made of %s, with which a machine wants to keep us busy, are read at once', (_, line) => {
  expect(parseServiceList(`${line}\n`)).toBeNull();
  expect(netFailure(failed(line), 'listing the services', false).detail).toMatch(/^listing the services: a.*…$/);
});
