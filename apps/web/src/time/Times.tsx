import { formatAgo, formatDue, formatDuration, formatExact } from './relative-time.js';
import classes from './Times.module.css';
import { useClock } from './use-now.js';

interface InstantProps {
  /** ISO 8601. */
  readonly at: string;
}

/** "3 min ago", with the exact instant on hover. */
export function Ago({ at }: InstantProps) {
  const text = useClock((now) => formatAgo(at, now));
  return (
    <time dateTime={at} title={formatExact(at)}>
      {text}
    </time>
  );
}

/** "3 min": how long something has lasted. */
export function Lasting({ at }: InstantProps) {
  const text = useClock((now) => formatDuration(now - Date.parse(at)));
  return (
    <time dateTime={at} title={`since ${formatExact(at)}`}>
      {text}
    </time>
  );
}

interface LastedProps {
  /** ISO 8601. */
  readonly from: string;
  /** ISO 8601; null while it goes on. */
  readonly to: string | null;
}

/** "3 min": how long something has lasted, until now or its end. */
export function Lasted({ from, to }: LastedProps) {
  if (to === null) return <Lasting at={from} />;
  return (
    <time dateTime={to} title={`until ${formatExact(to)}`}>
      {formatDuration(Date.parse(to) - Date.parse(from))}
    </time>
  );
}

interface AfterProps extends InstantProps {
  /** ISO 8601. */
  readonly since: string;
}

/** "+3 min": how long after something else, with the exact instant on hover. */
export function After({ at, since }: AfterProps) {
  return (
    <time dateTime={at} title={formatExact(at)}>
      +{formatDuration(Date.parse(at) - Date.parse(since))}
    </time>
  );
}

/** "in 3 min": when something is due. */
export function Due({ at }: InstantProps) {
  const text = useClock((now) => formatDue(at, now).text);
  const overdue = useClock((now) => formatDue(at, now).overdue);
  return (
    <time dateTime={at} title={formatExact(at)} className={overdue ? classes.overdue : undefined}>
      {text}
    </time>
  );
}
