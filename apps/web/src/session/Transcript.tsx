import { VisuallyHidden } from '@mantine/core';
import type { Result } from '@twotwenty/contracts/history';
import classes from './Session.module.css';
import { formatMs } from './session-words.js';

type Lines = NonNullable<Result['detail']>['transcript'];

const SPEAKERS: Readonly<Record<Lines[number]['direction'], string>> = { '>': 'We', '<': 'Server', '*': 'Note' };

/** What was said in a session, line by line, however long: it scrolls by itself. */
export function Transcript({ lines }: { readonly lines: Lines }) {
  if (lines.length === 0) return null;
  return (
    // With a place in the order of tabs, so that the keyboard can scroll it.
    <ol className={classes.transcript} aria-label="Transcript" tabIndex={0}>
      {lines.map(({ atMs, direction, text }, index) => (
        <li key={index} className={classes.line} data-direction={direction}>
          <span className={classes.at}>{formatMs(atMs)}</span>
          <span aria-hidden="true">{direction}</span>
          <bdi>
            <VisuallyHidden>{SPEAKERS[direction]}: </VisuallyHidden>
            {text}
          </bdi>
        </li>
      ))}
    </ol>
  );
}
