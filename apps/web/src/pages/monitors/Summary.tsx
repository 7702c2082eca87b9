import { Button } from '@mantine/core';
import { reloadPage } from '../../app/Notice.js';
import { documentTitle, headline, moodOf, type Mood } from '../../status/headline.js';
import type { Group, GroupCounts } from '../../status/standing.js';
import { StandingIcon } from '../../status/StandingMark.js';
import { useTab } from '../../status/use-tab.js';
import { Ago } from '../../time/Times.js';
import classes from './Summary.module.css';
import type { Outage } from './use-outage.js';

const ICONS: Readonly<Record<Mood, Group>> = { trouble: 'down', warn: 'warn', up: 'up', idle: 'uninitialized' };

interface SummaryProps {
  readonly counts: GroupCounts;
  readonly total: number;
  readonly outage: Outage | null;
}

/** How things stand in one sentence. When the controller is gone this place says so: no old claim stands above the table. */
export function Summary({ counts, total, outage }: SummaryProps) {
  const mood = outage === null ? moodOf(counts) : 'idle';
  useTab(outage === null ? documentTitle(counts) : '(no connection) TwoTwenty', mood);
  return (
    <section className={classes.summary} data-mood={outage === null ? mood : 'outage'}>
      <StandingIcon
        of={outage === null ? (counts.down === 0 && counts.lost > 0 ? 'lost' : ICONS[mood]) : 'warn'}
        size={36}
      />
      <div className={classes.text}>
        <div role="status">
          <h1 className={classes.headline}>
            {outage === null ? liveHeadline(counts, total) : OUTAGE_HEADLINES[outage.reason]}
          </h1>
        </div>
        <p className={classes.detail}>{outage === null ? liveDetail(total) : <OutageDetail outage={outage} />}</p>
      </div>
      {outage?.reason === 'unreadable' && <Button onClick={reloadPage}>Reload</Button>}
    </section>
  );
}

const OUTAGE_HEADLINES: Readonly<Record<Outage['reason'], string>> = {
  unreachable: 'No connection to the controller',
  unreadable: 'This page and the controller do not understand each other',
};

function liveHeadline(counts: GroupCounts, total: number): string {
  return total === 0 ? 'No monitors yet' : headline(counts);
}

function liveDetail(total: number): string {
  return `${total === 1 ? '1 monitor' : `${total} monitors`} · live`;
}

function OutageDetail({ outage }: { readonly outage: Outage }) {
  return (
    <>
      Below is how things stood <Ago at={outage.knownAt} />.{' '}
      {outage.reason === 'unreachable'
        ? 'Trying again all the time; nothing needs to be reloaded.'
        : 'They may be of different versions; reloading brings the right page.'}
    </>
  );
}
