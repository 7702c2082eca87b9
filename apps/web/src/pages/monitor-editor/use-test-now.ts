import { useState } from 'react';
import { useProbeCheck, type ProbeCheckControl } from '../../api/probe-checks.js';
import { fieldProblems } from '../../form/field-problems.js';
import { changedFields } from '../../form/three-way.js';
import type { Refused } from './editor-problems.js';
import { bodyOf, type MonitorField, type MonitorValues } from './monitor-values.js';

export interface TestNowControl extends Omit<ProbeCheckControl, 'start'> {
  /** Tries what is in the form from a site. */
  readonly start: (site: string) => void;
  /** What is in the form is no longer what was tried. */
  readonly isOutdated: boolean;
  /** What was wrong with what was tried; null when it was taken, or nothing was tried. */
  readonly refused: Refused | null;
}

const DURATION = 'maxTestDurationSeconds';

/** Tries the settings in the form before they are saved. */
export function useTestNow(values: MonitorValues): TestNowControl {
  const { start, ...control } = useProbeCheck();
  const [tried, setTried] = useState<MonitorValues | null>(null);
  const problems = fieldProblems(control.error);
  return {
    ...control,
    start: (site) => {
      const tested = testedFields(values);
      const { target, timing } = bodyOf(values, tested) as { target: unknown; timing: Record<string, unknown> };
      setTried(values);
      start({ site, target, maxTestDurationSeconds: timing[DURATION] });
    },
    isOutdated: tried !== null && changedFields(tried, values).some((field) => testedFields(values).includes(field)),
    refused: tried === null || problems.size === 0 ? null : { values: tried, problems: inTheForm(problems) },
  };
}

/** What bears on a single session. */
function testedFields(values: MonitorValues): MonitorField[] {
  const fields = Object.keys(values) as MonitorField[];
  return fields.filter((field) => field.startsWith('target.') || field === `timing.${DURATION}`);
}

/** What a check calls its fields, by the names of the form. */
function inTheForm(problems: ReadonlyMap<string, string>): ReadonlyMap<string, string> {
  return new Map([...problems].map(([field, message]) => [field === DURATION ? `timing.${field}` : field, message]));
}
