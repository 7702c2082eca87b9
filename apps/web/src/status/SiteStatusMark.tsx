import type { SiteStatus } from '@twotwenty/contracts/site';
import { SITE_STATUS_WORDS } from './site-status.js';
import { StandingIcon } from './StandingMark.js';
import classes from './StandingMark.module.css';

/** Shape, word and colour of how a site is. */
export function SiteStatusMark({ status }: { readonly status: SiteStatus }) {
  const { word, meaning, shape } = SITE_STATUS_WORDS[status];
  return (
    <span className={classes.mark} data-standing={shape} title={meaning}>
      <StandingIcon of={shape} />
      {word}
    </span>
  );
}
