import type { Warning } from '@twotwenty/contracts/alert';
import { createContext, useContext } from 'react';
import { isWithin, problemText, type FieldProblems } from '../../form/field-problems.js';
import type { ActionDraft } from './alert-draft.js';

const OF_ACTION = /^actions\.(\d+)(?=\.|$)/;

/**
 * A path as the API writes it, with the action's id in place of its number: actions may be moved before it is mended.
 * @param actions in the order in which they were sent
 */
export function pathById(path: string, actions: readonly Pick<ActionDraft, 'id'>[]): string {
  return path.replace(OF_ACTION, (whole, number: string) => {
    const id = actions[Number(number)]?.id;
    return id === undefined ? whole : `actions.${id}`;
  });
}

/** Problems by such paths. */
export function problemsById(problems: FieldProblems, actions: readonly Pick<ActionDraft, 'id'>[]): FieldProblems {
  return new Map([...problems].map(([path, message]) => [pathById(path, actions), message]));
}

/** Warnings by such paths. */
export function warningsById(warnings: readonly Warning[], actions: readonly Pick<ActionDraft, 'id'>[]) {
  return warnings.map(({ field, message }) => ({ field: pathById(field, actions), message }));
}

/** The problems without those of a field that was just changed. */
export function withoutField(problems: FieldProblems, field: string): FieldProblems {
  const others = [...problems].filter(([path]) => !isWithin(path, field));
  return others.length === problems.size ? problems : new Map(others);
}

const FIELDS =
  /^(name|assignment(\..+)?|actions(\.\d+\.(settings\..+|range|schedule\..+|fallbackActionId|groupSeconds|on(Failure|Recovery).*))?)$/;

/** Whether the form shows at a field what is wrong with it. @param path as the API writes it */
export function isAtField(path: string): boolean {
  return FIELDS.test(path);
}

/** What the API refused, for the fields of the form. */
export const ProblemsContext = createContext<FieldProblems>(new Map());

export function useProblems(): FieldProblems {
  return useContext(ProblemsContext);
}

/** What is wrong with exactly this field. */
export function useProblem(field: string): string | null {
  return problemText(useProblems(), field);
}
