import { Button } from '@mantine/core';
import type { ReactNode } from 'react';
import type { Mood } from '../status/headline.js';
import type { Group, Standing } from '../status/standing.js';
import { StandingIcon } from '../status/StandingMark.js';
import { useTab } from '../status/use-tab.js';
import { Ago } from '../time/Times.js';
import { reloadPage } from './Notice.js';
import classes from './SummaryBar.module.css';
import type { Outage } from './use-outage.js';

interface SummaryBarProps {
  /** Of the browser's tab. */
  readonly title: string;
  readonly mood: Mood;
  readonly icon: Standing | Group;
  readonly headline: string;
  readonly detail: ReactNode;
  readonly outage: Outage | null;
  /** What can be done about it. */
  readonly children?: ReactNode;
}

/** How things stand in one sentence. When the controller is gone this place says so: no old claim stands above the page. */
export function SummaryBar({ title, mood, icon, headline, detail, outage, children }: SummaryBarProps) {
  useTab(outage === null ? title : '(no connection) TwoTwenty', outage === null ? mood : 'idle');
  return (
    <section className={classes.summary} data-mood={outage === null ? mood : 'outage'}>
      <StandingIcon of={outage === null ? icon : 'warn'} size={36} />
      <div className={classes.text}>
        <div role="status">
          <h1 className={classes.headline}>{outage === null ? headline : OUTAGE_HEADLINES[outage.reason]}</h1>
        </div>
        <p className={classes.detail}>{outage === null ? detail : <OutageDetail outage={outage} />}</p>
      </div>
      {outage === null ? children : outage.reason === 'unreadable' && <Button onClick={reloadPage}>Reload</Button>}
    </section>
  );
}

const OUTAGE_HEADLINES: Readonly<Record<Outage['reason'], string>> = {
  unreachable: 'No connection to the controller',
  unreadable: 'This page and the controller do not understand each other',
};

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
