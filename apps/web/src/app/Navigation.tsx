import { VisuallyHidden } from '@mantine/core';
import { Link, useRouterState } from '@tanstack/react-router';
import { useAttention } from '../api/action-runs.js';
import { formatNumber } from '../numbers/format-number.js';
import { isCovered, NAVIGATION_GROUPS, type Badge, type NavigationPage } from './navigation-groups.js';
import classes from './Navigation.module.css';

/** The pages in groups, how many notices reached nobody, and how many repairs wait: that is seen from everywhere. */
export function Navigation() {
  return (
    <nav aria-label="Pages" className={classes.pages}>
      {NAVIGATION_GROUPS.map(({ name, pages }) => (
        <div key={name}>
          <p className={classes.group} aria-hidden="true">
            {name}
          </p>
          <ul aria-label={name} className={classes.list}>
            {pages.map((page) => (
              <li key={page.to}>
                <PageLink page={page} />
              </li>
            ))}
          </ul>
        </div>
      ))}
    </nav>
  );
}

function PageLink({ page }: { readonly page: NavigationPage }) {
  const covered = useRouterState({ select: ({ location }) => isCovered(page, location.pathname) });
  return (
    <Link to={page.to} className={classes.page} {...(covered ? { 'aria-current': true } : {})}>
      {page.name}
      {page.badges?.map((badge) => (
        <CountBadge key={badge} badge={badge} />
      ))}
    </Link>
  );
}

function CountBadge({ badge }: { readonly badge: Badge }) {
  return badge === 'failed-notices' ? <FailedBadge /> : <WaitingBadge />;
}

function FailedBadge() {
  const count = useAttention().data?.failedNotices.count ?? 0;
  if (count === 0) return null;
  return (
    <span className={classes.badge} title="Notices that failed and reached nobody">
      {formatNumber(count)}
      <VisuallyHidden> failed</VisuallyHidden>
    </span>
  );
}

function WaitingBadge() {
  const count = useAttention().data?.waitingRepairs ?? 0;
  if (count === 0) return null;
  return (
    <span className={classes.waiting} title="Repairs that wait until somebody releases them">
      {formatNumber(count)}
      <VisuallyHidden> awaiting approval</VisuallyHidden>
    </span>
  );
}
