import type { MonitorSummary } from '@twotwenty/contracts/monitor-list';
import { useMonitorList, useMonitorSummary } from '../../api/monitors.js';
import { Loading } from '../../app/Loading.js';
import { NoAnswer } from '../../app/NoAnswer.js';
import { headline } from '../../status/headline.js';
import { groupCounts } from '../../status/standing.js';
import { useTab } from '../../status/use-tab.js';
import { itemsOf } from '../../table/pages-of.js';
import { useWallScheme } from './use-wall-scheme.js';
import { ALL_SHOWN, deviceTiles, monitorTiles, TROUBLE_SHOWN, wallModeOf, type Tile } from './wall-tiles.js';
import { WallHead } from './WallHead.js';
import classes from './WallPage.module.css';
import { WallTiles } from './WallTiles.js';

const BY_TROUBLE = { sort: 'trouble', order: 'asc' };

/** How all monitors stand, for a screen in the room. Asks for counts, and for no more monitors than it has tiles for. */
export function WallPage() {
  const scheme = useWallScheme();
  const summary = useMonitorSummary();
  useTab('Wall · TwoTwenty', 'idle');
  const { data } = summary;
  return (
    <main tabIndex={-1} className={classes.wall}>
      {data === undefined ? (
        <Waiting error={summary.error} />
      ) : (
        <>
          <WallHead summary={data} scheme={scheme} />
          <Body summary={data} />
        </>
      )}
    </main>
  );
}

function Waiting({ error }: { readonly error: Error | null }) {
  return error === null ? <Loading what="the monitors" /> : <NoAnswer error={error} />;
}

function Body({ summary }: { readonly summary: MonitorSummary }) {
  const mode = wallModeOf(summary);
  const showsMonitors = mode === 'all' || mode === 'trouble';
  const list = useMonitorList(mode === 'trouble' ? { ...BY_TROUBLE, status: 'trouble' } : BY_TROUBLE, {
    pageSize: Math.max(ALL_SHOWN, TROUBLE_SHOWN),
    enabled: showsMonitors,
  });
  const parts = useMonitorSummary({}, { by: 'device', enabled: mode === 'devices' });
  if (summary.total === 0) return <p className={classes.calm}>No monitors yet</p>;
  if (mode === 'calm') return <p className={classes.calm}>{headline(groupCounts(summary))}</p>;
  const tiles: readonly Tile[] | null = showsMonitors
    ? list.data === undefined
      ? null
      : monitorTiles(itemsOf(list.data).items)
    : parts.data === undefined
      ? null
      : deviceTiles(parts.data.parts ?? [], parts.data);
  return tiles === null ? <Loading what="the tiles" /> : <WallTiles tiles={tiles} />;
}
