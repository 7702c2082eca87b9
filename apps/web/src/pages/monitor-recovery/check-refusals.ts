import { createContext, useContext } from 'react';
import { useRecoveryCheck, type CheckControl } from '../../api/recovery-checks.js';
import { fieldProblems, type FieldProblems } from '../../form/field-problems.js';

/** What a look at a machine is asked with: what is wrong with it is said at the fields of the recovery parameters. */
export const CHECK_FIELDS = ['machine', 'method', 'port', 'credentialId', 'services'];

/** Takes why a machine was not looked at; null once another look is asked for. */
export const RefusedContext = createContext<(error: Error | null) => void>(() => undefined);

/** Has the machine in the form looked at. */
export function useCheck(): CheckControl {
  return useRecoveryCheck(useContext(RefusedContext));
}

/** What is wrong with what a machine was to be looked at with, by the names of a monitor's fields. */
export function problemsOfCheck(refused: Error): FieldProblems {
  return new Map([...fieldProblems(refused)].map(([field, message]) => [`recovery.${field}`, message]));
}
