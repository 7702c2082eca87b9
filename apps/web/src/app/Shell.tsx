import { Button } from '@mantine/core';
import { Outlet } from '@tanstack/react-router';
import { useLogout } from '../api/session.js';
import { useLive } from '../live/use-live.js';
import { ColorSchemeControl } from './ColorSchemeControl.js';
import { ConnectionBar } from './ConnectionBar.js';
import { Logo } from './Logo.js';
import { Navigation } from './Navigation.js';
import classes from './Shell.module.css';
import { StopBanner } from './StopBanner.js';

/** What surrounds every page behind the log-in. */
export function Shell() {
  const logout = useLogout();
  useLive();
  return (
    <>
      <header className={classes.header}>
        <Logo />
        <Navigation />
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
      <main className={classes.main}>
        <StopBanner />
        <Outlet />
      </main>
      <ConnectionBar />
    </>
  );
}
