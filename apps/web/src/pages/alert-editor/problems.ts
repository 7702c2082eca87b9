import type { Warning } from '@twotwenty/contracts/alert';
import { createContext, useContext } from 'react';
import type { FieldProblems } from '../../form/field-problems.js';
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

/** Whether a path is that of a field, or of something inside it. */
export function isWithin(path: string, field: string): boolean {
  return path === field || path.startsWith(`${field}.`);
}

/** The problems without those of a field that was just changed. */
export function withoutField(problems: FieldProblems, field: string): FieldProblems {
  const others = [...problems].filter(([path]) => !isWithin(path, field));
  return others.length === problems.size ? problems : new Map(others);
}

/**
 * What is wrong with a field, also with one of several things in it, as a sentence; null for nothing.
 * @param items what is in it, to be named by what they are rather than by their number
 */
export function problemOf(problems: FieldProblems, field: string, items: readonly string[] = []): string | null {
  const messages = [...problems].flatMap(([path, message]) => {
    if (path === field) return [`It ${message}.`];
    if (!path.startsWith(`${field}.`)) return [];
    const item = items[Number(path.slice(field.length + 1))];
    return [`${item === undefined ? 'It' : `"${item}"`} ${message}.`];
  });
  return messages.length === 0 ? null : messages.join(' ');
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
  const message = useProblems().get(field);
  return message === undefined ? null : `It ${message}.`;
}
