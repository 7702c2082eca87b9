import type { FieldProblems } from '../../form/field-problems.js';
import type { MonitorField, MonitorValues } from './monitor-values.js';

/** What each section of the form shows and changes. */
export interface EditorForm {
  readonly values: MonitorValues;
  /** By the names of the API. */
  readonly problems: FieldProblems;
  readonly change: (change: Partial<MonitorValues>) => void;
}

export interface SectionProps {
  readonly form: EditorForm;
}

/** A change of one field. */
export function setting<F extends MonitorField>(field: F, value: MonitorValues[F]): Partial<MonitorValues> {
  return { [field]: value };
}

/** Fields that hold values of a type, and no others. */
export type FieldWith<T> = {
  [F in MonitorField]: [MonitorValues[F], T] extends [T, MonitorValues[F]] ? F : never;
}[MonitorField];
