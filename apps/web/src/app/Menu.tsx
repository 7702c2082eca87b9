import { Button, VisuallyHidden } from '@mantine/core';
import { useRouterState } from '@tanstack/react-router';
import { useEffect, useRef, type ReactNode } from 'react';
import { useAttention } from '../api/action-runs.js';
import classes from './Menu.module.css';

/** A button that opens what has no room beside the page. The browser's own dialog keeps the focus inside and gives it back. */
export function Menu({ children }: { readonly children: ReactNode }) {
  const dialog = useRef<HTMLDialogElement>(null);
  const href = useRouterState({ select: ({ location }) => location.href });
  useEffect(() => {
    dialog.current?.close();
  }, [href]);
  return (
    <>
      <Button
        variant="default"
        size="sm"
        aria-haspopup="dialog"
        className={classes.opener}
        onClick={() => dialog.current?.showModal()}
        leftSection={<MenuIcon />}
      >
        Menu
        <NeedsSomebody />
      </Button>
      <dialog
        ref={dialog}
        aria-label="Menu"
        className={classes.drawer}
        onClick={({ target }) => {
          // The dialog itself is only hit beside its content; a link to the page that is shown changes no address.
          if (target === dialog.current || (target instanceof Element && target.closest('a') !== null)) {
            dialog.current?.close();
          }
        }}
      >
        <div className={classes.content}>
          <Button
            variant="default"
            size="sm"
            className={classes.close}
            onClick={() => {
              dialog.current?.close();
            }}
          >
            Close
          </Button>
          {children}
        </div>
      </dialog>
    </>
  );
}

function MenuIcon() {
  return (
    <svg viewBox="0 0 16 16" width="16" height="16" aria-hidden="true">
      <path d="M2 4h12M2 8h12M2 12h12" fill="none" stroke="currentColor" strokeWidth="1.6" strokeLinecap="round" />
    </svg>
  );
}

/** That there are counts inside which somebody should see. */
function NeedsSomebody() {
  const { data } = useAttention();
  const failed = data?.failedNotices.count ?? 0;
  const waiting = data?.waitingRepairs ?? 0;
  if (failed + waiting === 0) return null;
  return (
    <span className={classes.dot} data-kind={failed > 0 ? 'failed' : 'waiting'}>
      <VisuallyHidden>, {failed > 0 ? 'notices failed' : 'repairs await approval'}</VisuallyHidden>
    </span>
  );
}
