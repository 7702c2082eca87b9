import { Button, VisuallyHidden } from '@mantine/core';
import { useClipboard } from '@mantine/hooks';
import { useState } from 'react';
import classes from './Session.module.css';
import { foldLines, transcriptText, type Line } from './transcript-lines.js';

const SPEAKERS: Readonly<Record<Line['direction'], string>> = { '>': 'We', '<': 'Server', '*': 'Note' };

/** What was said in a session, line by line. A long one is folded; all of it can be copied. */
export function Transcript({ lines }: { readonly lines: readonly Line[] }) {
  const [isOpen, setOpen] = useState(false);
  const clipboard = useClipboard();
  const { head, hidden, tail } = isOpen ? { head: lines, hidden: 0, tail: [] } : foldLines(lines);
  if (lines.length === 0) return null;
  return (
    <div className={classes.transcript}>
      {/* With a place in the order of tabs, so that the keyboard can scroll it. */}
      <div className={classes.lines} role="region" aria-label="Transcript" tabIndex={0}>
        <Lines lines={head} />
        {hidden > 0 && (
          <Button
            variant="default"
            size="compact-xs"
            my={4}
            onClick={() => {
              setOpen(true);
            }}
          >
            Show {hidden} more lines
          </Button>
        )}
        <Lines lines={tail} />
      </div>
      <Button
        variant="default"
        size="compact-xs"
        className={classes.copy}
        onClick={() => {
          clipboard.copy(transcriptText(lines));
        }}
      >
        {clipboard.error !== null ? 'Could not copy' : clipboard.copied ? 'Copied' : 'Copy'}
      </Button>
    </div>
  );
}

/** Lines of a session never change, and two may be the same. */
function Lines({ lines }: { readonly lines: readonly Line[] }) {
  return lines.map((line, index) => (
    <div key={index} className={classes.line} data-direction={line.direction}>
      <span className={classes.at}>{(line.atMs / 1000).toFixed(3)}</span>
      <span className={classes.direction} aria-hidden="true">
        {line.direction}
      </span>
      <bdi>
        <VisuallyHidden>{SPEAKERS[line.direction]}: </VisuallyHidden>
        {line.text}
      </bdi>
    </div>
  ));
}
