import type { MonitorEvent } from '@twotwenty/contracts/history';
import { STANDING_WORDS, type Standing } from './standing.js';

/** What happened, in a few words: `Warn, was Up`, `Alert 2 raised`, `Maintenance began`. */
export function eventTitle(event: MonitorEvent): string {
  switch (event.type) {
    case 'state-changed':
      return `${STANDING_WORDS[event.to].word}, was ${STANDING_WORDS[event.from].word}`;
    case 'alert-raised':
      return `Alert ${event.number} raised after ${count(event.failures, 'failure')}`;
    case 'recovered':
      return `Recovered after ${count(event.alerts, 'alert')}`;
    case 'test-unknown':
      return 'Test without a verdict';
    case 'hold-began':
      return `${STANDING_WORDS[event.hold].word} began`;
    case 'hold-ended':
      return `${STANDING_WORDS[event.hold].word} ended`;
  }
}

/** Whose shape an event borrows. */
export function eventShape(event: MonitorEvent): Standing {
  switch (event.type) {
    case 'state-changed':
      return event.to;
    case 'alert-raised':
      return 'down';
    case 'recovered':
      return 'up';
    case 'test-unknown':
    case 'hold-ended':
      return 'uninitialized';
    case 'hold-began':
      return event.hold;
  }
}

function count(number: number, what: string): string {
  return number === 1 ? `1 ${what}` : `${number} ${what}s`;
}
