import type { Result } from '@twotwenty/contracts/history';
import type { Monitor } from '@twotwenty/contracts/monitor';
import { verdictOf } from '@twotwenty/contracts/past-tests';

/** One test, as far as sites have reported on it. */
export interface Beat {
  readonly type: 'test';
  readonly key: string;
  readonly testNumber: number;
  /** Of the last report, ISO 8601. */
  readonly at: string;
  readonly verdict: 'pass' | 'fail' | 'unknown';
  /** It passed, although a site saw it fail. */
  readonly isSplit: boolean;
  /** By the names of the sites. */
  readonly sessions: readonly Result[];
}

/** Where there is no data: nothing was tested, or nobody reported. */
export interface BeatGap {
  readonly type: 'gap';
  readonly key: string;
  readonly from: string;
  readonly to: string;
  /** Tests that nobody reported on; 0 when nothing was tested. */
  readonly missedTests: number;
}

export type BeatItem = Beat | BeatGap;

/**
 * The latest tests of a monitor, oldest first, with gaps between them.
 * @param results newest first
 * @param count how many items at most
 * @param silenceMs how long there may be no test before that is a gap
 */
export function beatsOf(
  results: readonly Result[],
  sitesToFail: Monitor['sitesToFail'],
  count: number,
  silenceMs: number,
): BeatItem[] {
  const byTest = new Map<number, Result[]>();
  for (const result of results) {
    const sessions = byTest.get(result.testNumber);
    if (sessions === undefined) byTest.set(result.testNumber, [result]);
    else sessions.push(result);
  }
  const beats = [...byTest]
    .map(([testNumber, sessions]) => beatOf(testNumber, sessions, sitesToFail))
    .sort((left, right) => left.testNumber - right.testNumber);
  return beats.flatMap((beat, index) => [...gapBefore(beat, beats[index - 1], silenceMs), beat]).slice(-count);
}

function beatOf(testNumber: number, sessions: readonly Result[], sitesToFail: Monitor['sitesToFail']): Beat {
  const verdict = verdictOf(sessions, sitesToFail);
  const at = sessions.reduce((latest, session) => (session.at > latest ? session.at : latest), '');
  return {
    type: 'test',
    key: `test ${testNumber}`,
    testNumber,
    at,
    verdict,
    isSplit: verdict === 'pass' && sessions.some(({ passed, suspect }) => !passed && !suspect),
    sessions: sessions.toSorted((left, right) => (left.site < right.site ? -1 : 1)),
  };
}

function gapBefore(beat: Beat, former: Beat | undefined, silenceMs: number): BeatGap[] {
  if (former === undefined) return [];
  const missedTests = beat.testNumber - former.testNumber - 1;
  const isSilent = Date.parse(beat.at) - Date.parse(former.at) > silenceMs;
  if (missedTests === 0 && !isSilent) return [];
  return [{ type: 'gap', key: `before ${beat.testNumber}`, from: former.at, to: beat.at, missedTests }];
}
