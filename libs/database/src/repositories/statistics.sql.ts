import { SERIES_PHASES, type SeriesPhase } from '@twotwenty/contracts/series';

/** Statements about the past of one monitor. */

export const SELECT_SUBJECT = `
  SELECT monitor.key AS "monitorKey", monitor.created_at AS "createdAt", monitor.timing, now() AS now
  FROM monitor WHERE monitor.id = $1`;

const STANDING_EVENTS = `type IN ('state-changed', 'hold-began', 'hold-ended')`;

/**
 * How monitor $1 stood from $2 to $3: its changes as one JSON array, with the last one before. What is told alike, as Down
 * and Lost, is no change, so that little is left of a storm of events.
 */
export const SELECT_CHANGES = `
  WITH told AS (
    (SELECT at, id, type, data FROM event
     WHERE monitor_key = $1 AND at < $2 AND ${STANDING_EVENTS} ORDER BY at DESC, id DESC LIMIT 1)
    UNION ALL
    SELECT at, id, type, data FROM event WHERE monitor_key = $1 AND at >= $2 AND at < $3 AND ${STANDING_EVENTS}
  ), stood AS (
    SELECT at, id,
           CASE WHEN type = 'hold-began' THEN data->>'hold'
                WHEN data->>'to' IN ('up', 'warn') THEN 'answering'
                WHEN data->>'to' IN ('down', 'lost') THEN 'out'
                ELSE 'uninitialized' END AS standing
    FROM told
  ), compared AS (
    SELECT at, id, standing, lag(standing) OVER (ORDER BY at, id) AS former FROM stood
  )
  SELECT coalesce(
           json_agg(json_build_object('atMs', round(extract(epoch FROM at) * 1000), 'standing', standing) ORDER BY at, id),
           '[]') AS changes
  FROM compared WHERE standing IS DISTINCT FROM former`;

/**
 * The time from $2 to $3 that the tests of monitor $1 vouch for, as one JSON array of intervals: from a report to the next
 * one, or for $4 seconds; a test without a verdict ends it. Reports are read from the index of the results alone.
 */
export const SELECT_TESTED = `
  WITH mark AS (
    SELECT at, true AS decided FROM probe_result WHERE monitor_key = $1 AND at >= $2 AND at < $3
    UNION ALL
    SELECT at, false FROM event WHERE monitor_key = $1 AND at >= $2 AND at < $3 AND type = 'test-unknown'
  ), neighboured AS (
    SELECT at, decided, lag(at) OVER by_time AS former_at, lag(decided) OVER by_time AS former_decided,
           lead(at) OVER by_time AS next_at, lead(decided) OVER by_time AS next_decided
    FROM mark WINDOW by_time AS (ORDER BY at, decided DESC)
  ), border AS (
    SELECT at, least(next_at, at + make_interval(secs => $4)) AS until,
           former_decided IS NOT TRUE OR former_at + make_interval(secs => $4) < at AS begins,
           next_decided IS NOT TRUE OR at + make_interval(secs => $4) < next_at AS ends
    FROM neighboured WHERE decided
  ), paired AS (
    SELECT at, begins, CASE WHEN ends THEN until ELSE lead(until) OVER (ORDER BY at) END AS until
    FROM border WHERE begins OR ends
  )
  SELECT coalesce(
           json_agg(json_build_object('fromMs', round(extract(epoch FROM at) * 1000),
                                      'toMs', round(extract(epoch FROM until) * 1000)) ORDER BY at),
           '[]') AS tested
  FROM paired WHERE begins`;

const PARTS = ['dns', 'connect', 'tls', 'greeting', 'ehlo', 'quit'] as const satisfies readonly SeriesPhase[];
const SUM_OF_PARTS = PARTS.map((part) => `coalesce(${part}_ms, 0)::float8`).join(' + ');
const COLUMNS = [...SERIES_PHASES, 'total'] as const;

/** Of the sessions that passed. A part that not every session has counts as 0 in the others, so that parts make the total. */
function measures(column: (typeof COLUMNS)[number]): string {
  return `sum(${column}_ms) FILTER (WHERE passed) / nullif(count(*) FILTER (WHERE passed), 0) AS "${column}Mean",
          max(${column}_ms) FILTER (WHERE passed) AS "${column}Max"`;
}

/**
 * What the sites saw of monitor $1 from $2 to $3, in buckets of $4 seconds. The bounds let Postgres read the partitions of
 * these days and no others.
 */
export const SELECT_SERIES = `
  SELECT coalesce(site.name, 'removed-' || bucketed.site_key) AS site,
         (extract(epoch FROM bucketed.bin - $2::timestamptz) / $4::int)::int AS bucket, bucketed.*
  FROM (
    SELECT site_key, date_bin(make_interval(secs => $4::int), at, $2::timestamptz) AS bin, count(*)::int AS count,
           (count(*) FILTER (WHERE NOT passed))::int AS failures, ${COLUMNS.map(measures).join(', ')}
    FROM (
      SELECT site_key, at, passed, ${PARTS.map((part) => `${part}_ms::float8`).join(', ')}, total_ms::float8,
             greatest(total_ms::float8 - (${SUM_OF_PARTS}), 0) AS other_ms
      FROM probe_result
      WHERE monitor_key = $1 AND at >= $2::timestamptz AND at < $3::timestamptz AND suspect IS NOT TRUE
    ) session
    GROUP BY site_key, bin
  ) bucketed
  LEFT JOIN site ON site.key = bucketed.site_key
  ORDER BY 1, 2`;
