import { Outlet, useRouterState } from '@tanstack/react-router';
import { useRef } from 'react';
import { useFocus } from '../focus/use-focus.js';
import { Keys } from '../keys/Keys.js';
import { useLive } from '../live/use-live.js';
import { ConnectionBar } from './ConnectionBar.js';
import { FirstRun } from './FirstRun.js';
import { Logo } from './Logo.js';
import { Menu } from './Menu.js';
import { Navigation } from './Navigation.js';
import classes from './Shell.module.css';
import { SideFoot } from './SideFoot.js';
import { StopBanner } from './StopBanner.js';
import { useWorst } from './use-worst.js';

/** What surrounds every page behind the log-in: the pages at its side, or behind a button where there is no room. */
export function Shell() {
  useFocus();
  useLive();
  useWorst();
  // The wall fills its screen by itself.
  const isWall = useRouterState({ select: ({ location }) => location.pathname === '/wall' });
  return isWall ? <Outlet /> : <Framed />;
}

function Framed() {
  const main = useRef<HTMLElement>(null);
  return (
    <div className={classes.shell}>
      <Keys />
      <a
        href="#main"
        className={classes.skip}
        onClick={(event) => {
          // The address stays that of the page.
          event.preventDefault();
          main.current?.focus();
        }}
      >
        Skip to the page
      </a>
      <header className={classes.top}>
        <Logo />
        <Menu>
          <Navigation />
          <SideFoot />
        </Menu>
      </header>
      <header className={classes.side}>
        <Logo />
        <Navigation />
        <SideFoot />
      </header>
      <main id="main" ref={main} tabIndex={-1} className={classes.main}>
        <FirstRun />
        <StopBanner />
        <Outlet />
      </main>
      <ConnectionBar />
    </div>
  );
}
