import { Button } from '@mantine/core';
import type { ReactNode } from 'react';
import { useLogout } from '../api/session.js';
import { ColorSchemeControl } from './ColorSchemeControl.js';
import { Logo } from './Logo.js';
import classes from './Shell.module.css';

/** What surrounds every page behind the log-in. */
export function Shell({ children }: { readonly children: ReactNode }) {
  const logout = useLogout();
  return (
    <>
      <header className={classes.header}>
        <Logo />
        <div className={classes.controls}>
          <ColorSchemeControl />
          <Button
            variant="default"
            size="xs"
            loading={logout.isPending}
            title={logout.error?.message}
            onClick={() => {
              logout.mutate();
            }}
          >
            {logout.isError ? 'Try again to log out' : 'Log out'}
          </Button>
        </div>
      </header>
      <main className={classes.main}>{children}</main>
    </>
  );
}
