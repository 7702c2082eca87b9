import type { Finding, Status } from './finding.js';

const LABELS: Readonly<Record<Status, string>> = { ok: 'ok', warning: 'WARNING', failed: 'FAILED' };
const WIDTH = Math.max(...Object.values(LABELS).map((label) => label.length)) + 2;

/** The report for people: a line for each finding, its fix below. */
export function formatReport(findings: readonly Finding[]): string {
  const lines = findings.flatMap(({ subject, status, message, fix }) => [
    `${LABELS[status].padEnd(WIDTH)}${subject}: ${message}`,
    ...(fix === null ? [] : [`${' '.repeat(WIDTH)}→ ${fix}`]),
  ]);
  return [...lines, '', summary(findings)].join('\n');
}

/** The report for programs: one object. */
export function formatReportJson(findings: readonly Finding[]): string {
  return JSON.stringify({ ok: !hasFailed(findings), findings });
}

/** True if something is wrong that keeps the product from working. */
export function hasFailed(findings: readonly Finding[]): boolean {
  return findings.some(({ status }) => status === 'failed');
}

function summary(findings: readonly Finding[]): string {
  const count = (wanted: Status): number => findings.filter(({ status }) => status === wanted).length;
  const [failures, warnings] = [count('failed'), count('warning')];
  if (failures + warnings === 0) return 'All is well.';
  return `${failures} failed, ${warnings} ${warnings === 1 ? 'warning' : 'warnings'}.`;
}
