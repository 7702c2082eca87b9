import { Button, PasswordInput } from '@mantine/core';
import { MIN_PASSWORD_LENGTH } from '@twotwenty/contracts/http';
import { useState, type FormEvent } from 'react';
import { useChangePassword } from '../../api/system.js';
import { fieldProblems, problemText, refusedHere, type FieldProblems } from '../../form/field-problems.js';
import classes from '../../form/Form.module.css';
import { FormCard } from '../../form/FormCard.js';
import { Refusal } from '../../form/Refusal.js';

const EMPTY = { currentPassword: '', newPassword: '', again: '' };
type Draft = typeof EMPTY;

/** Fields that show what is wrong with them. */
export const PASSWORD_FIELDS = ['currentPassword', 'newPassword', 'again'] as const;

const EXPLANATION =
  'Every other session ends with a change. Where ADMIN_PASSWORD is set, it wins: it becomes the password again when TwoTwenty starts.';

/** Changes the administrator's password. */
export function PasswordCard() {
  const [draft, setDraft] = useState<Draft>(EMPTY);
  const [slip, setSlip] = useState<Error | null>(null);
  const { mutate, isPending, isSuccess, error, reset } = useChangePassword();
  const refused = slip ?? error;

  function submit(event: FormEvent): void {
    event.preventDefault();
    const { again, ...change } = draft;
    const isSlip = again !== change.newPassword;
    setSlip(isSlip ? refusedHere([{ field: 'again', message: 'must be the same as the new password' }]) : null);
    if (isSlip) return;
    mutate(change, {
      onSuccess: () => {
        setDraft(EMPTY);
      },
    });
  }

  return (
    <FormCard title="Password" explanation={EXPLANATION}>
      <form onSubmit={submit} noValidate className={classes.fields}>
        <PasswordFields
          draft={draft}
          problems={fieldProblems(refused)}
          onChange={(changed) => {
            if (error !== null || isSuccess) reset();
            setSlip(null);
            setDraft({ ...draft, ...changed });
          }}
        />
        <Refusal error={refused} shown={PASSWORD_FIELDS} />
        <Foot isPending={isPending} isDone={isSuccess} />
      </form>
    </FormCard>
  );
}

interface PasswordFieldsProps {
  readonly draft: Draft;
  readonly problems: FieldProblems;
  readonly onChange: (change: Partial<Draft>) => void;
}

/** The password that is valid, and the new one twice. */
export function PasswordFields({ draft, problems, onChange }: PasswordFieldsProps) {
  const field = (name: keyof Draft) => ({
    value: draft[name],
    error: problemText(problems, name),
    onChange: ({ currentTarget }: { readonly currentTarget: HTMLInputElement }) => {
      onChange({ [name]: currentTarget.value });
    },
  });
  return (
    <>
      <PasswordInput label="Current password" autoComplete="current-password" {...field('currentPassword')} />
      <div className={classes.pair}>
        <PasswordInput
          label="New password"
          description={`At least ${MIN_PASSWORD_LENGTH} characters`}
          autoComplete="new-password"
          {...field('newPassword')}
        />
        <PasswordInput
          label="New password again"
          description="So that no slip locks you out"
          autoComplete="new-password"
          {...field('again')}
        />
      </div>
    </>
  );
}

function Foot({ isPending, isDone }: { readonly isPending: boolean; readonly isDone: boolean }) {
  return (
    <div className={classes.beside}>
      <Button type="submit" loading={isPending}>
        Change password
      </Button>
      <span role="status" className={classes.done}>
        {isDone && 'The password was changed.'}
      </span>
    </div>
  );
}
