import { useMediaQuery } from '@mantine/hooks';
import type { Monitor } from '@twotwenty/contracts/monitor';
import { getRouteApi } from '@tanstack/react-router';
import { useSeries } from '../../../api/monitor-history.js';
import { Section } from '../../../app/Section.js';
import { serverNow } from '../../../time/server-clock.js';
import { Chart } from './Chart.js';
import classes from './Chart.module.css';
import { RangeBar } from './RangeBar.js';
import { rangeOf, searchOf, spanOf, type Range, type Span } from './ranges.js';

const route = getRouteApi('/monitors/$monitorId');
const POINTS = { wide: 300, narrow: 120 };

/** How fast the server answered. The time that is shown stands in the address. */
export function ResponseTimes({ monitor }: { readonly monitor: Monitor }) {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const isNarrow = useMediaQuery('(max-width: 40em)', false, { getInitialValueInEffect: false });
  const range = rangeOf(search);
  const query = useSeries(monitor.id, range, isNarrow ? POINTS.narrow : POINTS.wide);
  const show = (change: object) => void navigate({ search: { ...search, ...change }, resetScroll: false });
  const zoomTo = (span: Span) => {
    show({ range: undefined, ...searchOf(span, serverNow()) });
  };
  return (
    <Section title="Response time">
      <RangeBar
        range={'from' in range ? null : (search.range ?? null)}
        span={spanOf(range, serverNow())}
        view={search.view ?? 'phases'}
        onRange={(chosen: Range) => {
          show({ range: chosen, from: undefined, to: undefined });
        }}
        onSpan={zoomTo}
        onView={(view) => {
          show({ view: view === 'phases' ? undefined : view });
        }}
      />
      {query.data !== undefined && (
        <Chart
          monitor={monitor}
          series={query.data}
          view={search.view ?? 'phases'}
          isOld={query.isPlaceholderData}
          onSpan={zoomTo}
        />
      )}
      {query.data === undefined && (
        <div className={classes.waiting} role="status">
          {query.error === null ? 'Loading the response times …' : query.error.message}
        </div>
      )}
    </Section>
  );
}
