import { Button } from '@mantine/core';
import { Outlet, useRouterState } from '@tanstack/react-router';
import { useLogout } from '../api/session.js';
import { Keys } from '../keys/Keys.js';
import { ColorSchemeControl } from './ColorSchemeControl.js';
import { Logo } from './Logo.js';
import { Navigation } from './Navigation.js';
import classes from './Shell.module.css';
import { StopBanner } from './StopBanner.js';
import { useWorst } from './use-worst.js';

/** What surrounds every page behind the log-in. */
export function Shell() {
  useWorst();
  // The wall fills its screen by itself.
  const isWall = useRouterState({ select: ({ location }) => location.pathname === '/wall' });
  return isWall ? <Outlet /> : <Framed />;
}

function Framed() {
  const logout = useLogout();
  return (
    <>
      <header className={classes.header}>
        <Logo />
        <Navigation />
        <div className={classes.controls}>
          <Keys />
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
    </>
  );
}
