import { useRef } from 'react';
import classes from './Form.module.css';
import { fieldProblems, isOvertaken, otherProblems } from './field-problems.js';
import { useFirstProblem } from './use-first-problem.js';

interface RefusalProps {
  readonly error: Error | null;
  /** Names of the fields that show what is wrong with them. */
  readonly shown?: readonly string[];
}

/**
 * Why something was not done. What is wrong with a field that is shown is said there; the keyboard goes to the first such
 * field of the form, or here where there is none.
 */
export function Refusal({ error, shown = [] }: RefusalProps) {
  const said = useRef<HTMLDivElement>(null);
  useFirstProblem(said, error);
  if (error === null) return null;
  const problems = fieldProblems(error);
  const others = otherProblems(problems, shown);
  const isAtFields = problems.size > others.length;
  return (
    <div ref={said} role="alert" tabIndex={-1} className={classes.refusal}>
      {isOvertaken(error)
        ? 'Not done: somebody else changed it meanwhile.'
        : isAtFields
          ? 'Not done. See what is said at the fields; what you typed is still there.'
          : error.message}
      {others.length > 0 && (
        <ul>
          {others.map((problem) => (
            <li key={problem}>{problem}</li>
          ))}
        </ul>
      )}
    </div>
  );
}
