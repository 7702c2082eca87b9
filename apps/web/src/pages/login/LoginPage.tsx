import { Button, Paper, PasswordInput, Stack, Text, Title, VisuallyHidden } from '@mantine/core';
import { useRef, useState, type FormEvent } from 'react';
import { UnreachableError, isUnauthorized } from '../../api/client.js';
import { useLogin } from '../../api/session.js';
import { ColorSchemeControl } from '../../app/ColorSchemeControl.js';
import { Logo } from '../../app/Logo.js';
import { useTab } from '../../status/use-tab.js';
import classes from './LoginPage.module.css';

interface LoginPageProps {
  /** There was a session, and it is over: say why this page came up. */
  readonly ended: boolean;
}

export function LoginPage({ ended }: LoginPageProps) {
  useTab('Log in · TwoTwenty', 'idle');
  const login = useLogin();
  const input = useRef<HTMLInputElement>(null);
  const [password, setPassword] = useState('');
  const [isEmpty, setEmpty] = useState(false);

  function submit(event: FormEvent): void {
    event.preventDefault();
    setEmpty(password === '');
    if (password === '') input.current?.focus();
    else login.mutate({ password }, { onError: () => input.current?.select() });
  }

  return (
    <main className={classes.page}>
      <Paper component="form" onSubmit={submit} noValidate withBorder className={classes.card}>
        <Stack gap="md">
          <Logo />
          <Title order={1} size="h3">
            Log in
          </Title>
          {ended && <Text role="status">Your session has ended. Log in to go on where you were.</Text>}
          <VisuallyHidden>
            <input
              type="text"
              name="username"
              autoComplete="username"
              value="admin"
              readOnly
              tabIndex={-1}
              aria-hidden
            />
          </VisuallyHidden>
          <PasswordInput
            ref={input}
            name="password"
            autoComplete="current-password"
            autoFocus
            label="Administrator’s password"
            description="Shown by npm start the first time, or set by ADMIN_PASSWORD."
            value={password}
            onChange={(event) => {
              setPassword(event.currentTarget.value);
              setEmpty(false);
              login.reset();
            }}
            error={errorText(isEmpty, login.error)}
            errorProps={{ role: 'alert' }}
            visibilityToggleButtonProps={{ 'aria-label': 'Show or hide the password' }}
          />
          <Button type="submit" loading={login.isPending}>
            Log in
          </Button>
        </Stack>
      </Paper>
      <ColorSchemeControl />
    </main>
  );
}

function errorText(isEmpty: boolean, error: Error | null): string | null {
  if (isEmpty) return 'Type the password.';
  if (error === null) return null;
  if (isUnauthorized(error)) return 'This is not the password.';
  if (error instanceof UnreachableError)
    return 'The controller does not answer. Your password is still here: try again in a moment.';
  return error.message;
}
