import type { Monitor, SiteVote } from '@twotwenty/contracts/monitor';
import { Section } from '../../app/Section.js';
import { StandingIcon } from '../../status/StandingMark.js';
import { Cell, Row, RowHead } from '../../table/Row.js';
import { Table } from '../../table/Table.js';
import { Ago } from '../../time/Times.js';
import { formatMs } from './format-ms.js';
import classes from './SiteVotes.module.css';
import { voteLook, votesOf } from './site-votes.js';

const COLUMNS = [
  { name: 'Site', width: '16%' },
  { name: 'Vote', width: '7rem' },
  { name: 'What it saw' },
  { name: 'Reply', width: '7rem' },
  { name: 'Took', width: '5.5rem' },
];

/** Who said what in the last test, and who said nothing. */
export function SiteVotes({ monitor }: { readonly monitor: Monitor }) {
  const { lastTest } = monitor.state;
  return (
    <Section title="Last test by site">
      {lastTest === null ? (
        <p className={classes.nothing}>Not tested yet.</p>
      ) : (
        <>
          <p className={classes.nothing}>
            Test {lastTest.number}, <Ago at={lastTest.at} />
            {lastTest.reason !== null && (
              <>
                : <bdi className={classes.reason}>{lastTest.reason}</bdi>
              </>
            )}
          </p>
          <Table label="Votes" columns={COLUMNS} plain cardsBelow="75em">
            {votesOf(monitor, lastTest).map(([site, vote]) => (
              <VoteRow key={site} site={site} vote={vote} />
            ))}
          </Table>
        </>
      )}
    </Section>
  );
}

function VoteRow({ site, vote }: { readonly site: string; readonly vote: SiteVote | null }) {
  const { word, shape, why } = voteLook(vote);
  return (
    <Row>
      <RowHead className={classes.whole}>{site}</RowHead>
      <Cell label="Vote">
        <span className={classes.vote} data-shape={shape}>
          <StandingIcon of={shape} size={14} />
          {word}
        </span>
      </Cell>
      <Cell line>
        <bdi>{why}</bdi>
      </Cell>
      <Cell label="Reply">
        {vote?.replyCode ?? '–'}
        {(vote?.replyPermanence ?? null) !== null && ` (${vote?.replyPermanence})`}
      </Cell>
      <Cell label="Took" className={classes.whole}>
        {vote === null ? '–' : formatMs(vote.totalMs)}
      </Cell>
    </Row>
  );
}
