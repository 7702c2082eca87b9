import { expect, it } from 'vitest';
import { isSuccess } from './exporter-session.js';

it("reads the exporter's verdict", () => {
  const metrics = '# HELP probe_success Displays whether or not the probe was a success\n# TYPE probe_success gauge\n';
  expect(isSuccess(`${metrics}probe_success 1\n`)).toBe(true);
  expect(isSuccess(`${metrics}probe_success 0\n`)).toBe(false);
  expect(isSuccess('Unknown module "smtp"')).toBe(false);
});
