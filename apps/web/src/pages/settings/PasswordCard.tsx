import { Button, PasswordInput } from '@mantine/core';
import { MIN_PASSWORD_LENGTH } from '@twotwenty/contracts/http';
import { useState, type FormEvent } from 'react';
import { useChangePassword } from '../../api/system.js';
import { fieldProblems, problemText } from '../../form/field-problems.js';
import classes from '../../form/Form.module.css';
import { FormCard } from '../../form/FormCard.js';
import { Refusal } from '../../form/Refusal.js';

const EMPTY = { currentPassword: '', newPassword: '', again: '' };
type Draft = typeof EMPTY;
const SHOWN = ['currentPassword', 'newPassword'];
const EXPLANATION =
  'Every other session ends with a change. Where ADMIN_PASSWORD is set, it wins: it becomes the password again when TwoTwenty starts.';

/** Changes the administrator's password. */
export function PasswordCard() {
  const [draft, setDraft] = useState<Draft>(EMPTY);
  const [isDifferent, setDifferent] = useState(false);
  const { mutate, isPending, isSuccess, error, reset } = useChangePassword();
  const problems = fieldProblems(error);

  function submit(event: FormEvent): void {
    event.preventDefault();
    const { again, ...change } = draft;
    setDifferent(again !== change.newPassword);
    if (again !== change.newPassword) return;
    mutate(change, {
      onSuccess: () => {
        setDraft(EMPTY);
      },
    });
  }

  const field = (name: keyof Draft) => ({
    value: draft[name],
    onChange: ({ currentTarget }: { readonly currentTarget: HTMLInputElement }) => {
      if (error !== null || isSuccess) reset();
      setDifferent(false);
      setDraft({ ...draft, [name]: currentTarget.value });
    },
  });

  return (
    <FormCard title="Password" explanation={EXPLANATION}>
      <form onSubmit={submit} noValidate className={classes.fields}>
        <PasswordInput
          label="Current password"
          autoComplete="current-password"
          {...field('currentPassword')}
          error={problemText(problems, 'currentPassword')}
        />
        <div className={classes.pair}>
          <PasswordInput
            label="New password"
            description={`At least ${MIN_PASSWORD_LENGTH} characters`}
            autoComplete="new-password"
            {...field('newPassword')}
            error={problemText(problems, 'newPassword')}
          />
          <PasswordInput
            label="New password again"
            description="So that no slip locks you out"
            autoComplete="new-password"
            {...field('again')}
            error={isDifferent ? 'It differs from the new password.' : null}
          />
        </div>
        <Refusal error={error} shown={SHOWN} />
        <Foot isPending={isPending} isDone={isSuccess} />
      </form>
    </FormCard>
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
