import { Button } from '@mantine/core';
import type { Result } from '@twotwenty/contracts/history';
import { useState } from 'react';
import { Section } from '../../../app/Section.js';
import { StandingIcon } from '../../../status/StandingMark.js';
import { Transcript } from '../../../session/Transcript.js';
import { Ago } from '../../../time/Times.js';
import { sessionWords } from '../beats/beat-words.js';

import classes from './Transcripts.module.css';

const SHOWN_AT_FIRST = 5;

/** What was said in the latest sessions of which that is kept. @param results newest first */
export function Transcripts({ results }: { readonly results: readonly Result[] }) {
  const [shown, setShown] = useState(SHOWN_AT_FIRST);
  const kept = results.filter(({ detail }) => detail !== null);
  return (
    <Section title="Last transcripts">
      {kept.length === 0 && (
        <p className={classes.nothing}>
          None of the recent sessions was kept word by word. That is done for failures, for what is odd, and for tests
          that somebody asked for: “Test now” shows one.
        </p>
      )}
      {kept.slice(0, shown).map((result) => (
        <SessionFold key={`${result.testNumber} ${result.site}`} result={result} />
      ))}
      {kept.length > shown && (
        <Button
          variant="default"
          size="xs"
          className={classes.copy}
          onClick={() => {
            setShown(shown + SHOWN_AT_FIRST);
          }}
        >
          Show more
        </Button>
      )}
    </Section>
  );
}

function SessionFold({ result }: { readonly result: Result }) {
  const { at, testNumber, site, passed, detail } = result;
  return (
    <details className={classes.fold}>
      <summary>
        <span className={classes.mark} data-passed={passed}>
          <StandingIcon of={passed ? 'up' : 'down'} size={14} />
        </span>{' '}
        Test {testNumber}, {site}, <Ago at={at} />: <bdi>{sessionWords(result)}</bdi>
      </summary>
      {detail !== null && (
        <>
          {detail.address !== null && <p className={classes.nothing}>With {detail.address}</p>}
          {detail.anomalies.map(({ code, message }) => (
            <p key={code} className={classes.anomaly}>
              Odd: <bdi>{message}</bdi>
            </p>
          ))}
          <Transcript lines={detail.transcript} />
        </>
      )}
    </details>
  );
}
