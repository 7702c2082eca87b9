import { useNavigate, useRouterState } from '@tanstack/react-router';
import { useEffect } from 'react';
import { useHasMonitors } from '../api/monitors.js';

const KEY = 'twotwenty-welcomed';

/** Leads somebody who has no monitors yet from the overview to the set-up, once in a browser. */
export function FirstRun() {
  const isOverview = useRouterState({ select: ({ location }) => location.pathname === '/' });
  const navigate = useNavigate();
  const { data: hasMonitors } = useHasMonitors(isOverview && !wasWelcomed());
  useEffect(() => {
    if (hasMonitors === undefined || wasWelcomed()) return;
    setWelcomed();
    if (!hasMonitors && isOverview) void navigate({ to: '/welcome' });
  }, [hasMonitors, isOverview, navigate]);
  return null;
}

/** Where the browser keeps nothing, nobody is led anywhere: it would happen again and again. */
function wasWelcomed(): boolean {
  try {
    return localStorage.getItem(KEY) !== null;
  } catch {
    return true;
  }
}

function setWelcomed(): void {
  try {
    localStorage.setItem(KEY, 'yes');
  } catch {
    // Full: the overview leads there too.
  }
}
