import formClasses from '../../form/Form.module.css';
import { fieldProblems } from '../../form/field-problems.js';
import { Refusal } from '../../form/Refusal.js';
import { formatCheckProblems } from './recovery-words.js';

/** Why a machine was not looked at. */
export function CheckRefusal({ error }: { readonly error: Error | null }) {
  const problems = formatCheckProblems(fieldProblems(error));
  if (problems.length === 0) return <Refusal error={error} />;
  return (
    <div role="alert" className={formClasses.refusal}>
      {problems.map((problem) => (
        <div key={problem}>{problem}</div>
      ))}
    </div>
  );
}
