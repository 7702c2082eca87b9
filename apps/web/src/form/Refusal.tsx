import classes from './Form.module.css';
import { fieldProblems, isOvertaken, otherProblems } from './field-problems.js';

interface RefusalProps {
  readonly error: Error | null;
  /** Names of the fields that show what is wrong with them. */
  readonly shown?: readonly string[];
}

/** Why something was not done. What is wrong with a field that is shown is said there. */
export function Refusal({ error, shown = [] }: RefusalProps) {
  if (error === null) return null;
  const problems = fieldProblems(error);
  const others = otherProblems(problems, shown);
  const isAtFields = problems.size > others.length;
  return (
    <div role="alert" className={classes.refusal}>
      {isOvertaken(error)
        ? 'Not done: somebody else changed it meanwhile.'
        : isAtFields
          ? 'Not saved. See what is said at the fields; what you typed is still there.'
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
