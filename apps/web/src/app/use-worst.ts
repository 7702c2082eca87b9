import { useMonitorSummary } from '../api/monitors.js';
import { moodOf, titlePrefix } from '../status/headline.js';
import { groupCounts } from '../status/standing.js';
import { useWorstInTab } from '../status/use-tab.js';

/** Has the title and the icon of the browser's tab follow the worst state, on every page. */
export function useWorst(): void {
  const { data, isError } = useMonitorSummary();
  const counts = data === undefined ? null : groupCounts(data);
  // Without an answer nothing is claimed.
  useWorstInTab(counts === null || isError ? null : { prefix: titlePrefix(counts), mood: moodOf(counts) });
}
