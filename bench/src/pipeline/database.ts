import type { Policy } from '@twotwenty/domain/policy';
import pg from 'pg';

/** A monitor's longest test: what the API gives by default. */
const MAX_TEST_DURATION_SECONDS = 30;
/** Rows a second that the insertion of the states surely does, so that no test is due before all are there. */
const INSERTED_PER_SECOND = 20_000;

/** Counts of a window, out of Postgres. */
export interface WindowCounts {
  readonly results: number;
  readonly failedResults: number;
  readonly unknownTests: number;
}

/** What became of all tests of a run. */
export interface Accounting {
  readonly testsBegun: number;
  /** Still waiting for a verdict when nothing was under way any more. */
  readonly withoutVerdict: number;
  /** Ended as unknown: no report came in time. */
  readonly unknownTests: number;
  readonly results: number;
  /** Of one monitor, test and site more than one result. */
  readonly doubleResults: number;
  /** Tests begun that are none of the above: neither waiting, nor unknown, nor with a result. */
  readonly unexplained: number;
  readonly bytesPerResult: number;
}

/** The bench's own connection. Used between measurements, not during them. */
export class BenchDatabase {
  private constructor(private readonly client: pg.Client) {}

  static async connect(url: string): Promise<BenchDatabase> {
    const client = new pg.Client({ connectionString: url, application_name: 'bench' });
    // A connection that is cut is told of by the next query.
    client.on('error', () => undefined);
    await client.connect();
    return new BenchDatabase(client);
  }

  async close(): Promise<void> {
    await this.client.end();
  }

  async version(): Promise<string> {
    return this.one<string>('SELECT current_setting($1) AS value', ['server_version']);
  }

  /** The id of the process that serves this connection; its parent is the server. */
  async backendPid(): Promise<number> {
    return this.one<number>('SELECT pg_backend_pid() AS value', []);
  }

  /** All rows of a query. */
  async rows<Row extends object>(text: string, values: readonly unknown[] = []): Promise<Row[]> {
    return (await this.client.query<Row>(text, [...values])).rows;
  }

  /** Makes monitors and their devices: each device has an address of its own in 127.0.0.0/8. */
  async insertMonitors(monitors: number, policy: Policy, ports: readonly number[]): Promise<void> {
    const { delaySeconds, ...notification } = policy;
    const timing = { maxTestDurationSeconds: MAX_TEST_DURATION_SECONDS, delaySeconds };
    await this.client.query(
      `CREATE TEMP TABLE made AS
       SELECT n, gen_random_uuid() AS device_id, gen_random_uuid() AS id,
              format('127.%s.%s.%s', 1 + n / 65536, n / 256 % 256, n % 256) AS host,
              ($2::int[])[1 + n % cardinality($2::int[])] AS port
       FROM generate_series(1, $1::int) AS n`,
      [monitors, ports],
    );
    await this.client.query(
      `INSERT INTO device (id, name, address, version) SELECT device_id, 'Device ' || n, host, 1 FROM made ORDER BY n`,
    );
    await this.client.query(
      `INSERT INTO monitor (id, device_id, name, enabled, store_statistics, target, timing, notification, sites, version)
       SELECT id, device_id, 'Monitor ' || n, true, true,
              jsonb_build_object('host', host, 'port', port, 'security', 'none', 'addressFamily', 'any',
                                 'ehloName', null, 'strictQuit', false,
                                 'tls', '{"certificate": "require", "warnDays": 14, "failDays": null}'::jsonb),
              $1::jsonb, $2::jsonb, '{default}', 1
       FROM made ORDER BY n`,
      [JSON.stringify(timing), JSON.stringify(notification)],
    );
    await this.client.query('DROP TABLE made');
    await this.client.query('ANALYZE device, monitor');
  }

  /**
   * Lets the monitors begin, as if they had been up for long: due in no order, spread over a time that begins when all
   * of them are there.
   * @returns milliseconds until the first of them is due
   */
  async beginTests(monitors: number, spreadSeconds: number): Promise<number> {
    const beganAt = performance.now();
    const headStartSeconds = 1 + monitors / INSERTED_PER_SECOND;
    await this.insertStates(headStartSeconds, spreadSeconds);
    return Math.max(0, headStartSeconds * 1000 - (performance.now() - beganAt));
  }

  /** The same for monitors that are all due already, for up to a time. */
  async makeOverdue(spreadSeconds: number): Promise<void> {
    await this.insertStates(-spreadSeconds, spreadSeconds);
  }

  private async insertStates(fromSeconds: number, spreadSeconds: number): Promise<void> {
    await this.client.query(
      `INSERT INTO monitor_state (monitor_key, status, since, due_at, sites)
       SELECT key, 'up', now(), now() + make_interval(secs => $1 + random() * $2), sites FROM monitor ORDER BY key`,
      [fromSeconds, spreadSeconds],
    );
    await this.client.query('ANALYZE monitor_state');
  }

  /** Of devices, monitors and their states, with their indexes. */
  async inventoryBytes(): Promise<number> {
    return this.one<number>(
      `SELECT sum(pg_total_relation_size(name))::float8 AS value
       FROM unnest('{device, monitor, monitor_state}'::regclass[]) AS tables (name)`,
      [],
    );
  }

  /** Monitors that are due and that no controller has taken yet. */
  async countDue(): Promise<number> {
    return this.one<number>(
      'SELECT count(*)::int AS value FROM monitor_state WHERE due_at <= now() AND NOT in_flight AND hold IS NULL',
      [],
    );
  }

  async countInFlight(): Promise<number> {
    return this.one<number>('SELECT count(*)::int AS value FROM monitor_state WHERE in_flight', []);
  }

  /** Tests that got their verdict in a window. With one site, each has one result or is unknown. */
  async countWindow(from: Date, to: Date): Promise<WindowCounts> {
    const { rows } = await this.client.query<WindowCounts>(
      `SELECT count(*)::int AS results, count(*) FILTER (WHERE NOT passed)::int AS "failedResults",
              (SELECT count(*)::int FROM event WHERE type = 'test-unknown' AND at >= $1 AND at < $2) AS "unknownTests"
       FROM probe_result WHERE at >= $1 AND at < $2`,
      [from, to],
    );
    return only(rows);
  }

  /** Accounts for every test since the monitors were made. Wants a system at rest. */
  async account(): Promise<Accounting> {
    const { rows } = await this.client.query<Omit<Accounting, 'unexplained'> & { readonly tested: number }>(
      `SELECT tests.*, results.*, unknown.*,
              (SELECT coalesce(sum(pg_total_relation_size(inhrelid)), 0) FROM pg_inherits
               WHERE inhparent IN ('probe_result'::regclass, 'probe_detail'::regclass))::float8
                / greatest(results.results, 1) AS "bytesPerResult"
       FROM (SELECT sum(test_number)::int AS "testsBegun", (count(*) FILTER (WHERE in_flight))::int AS "withoutVerdict"
             FROM monitor_state) AS tests,
            (SELECT coalesce(sum(n), 0)::int AS results, count(DISTINCT (monitor_key, test_number))::int AS tested,
                    coalesce(sum(n - 1), 0)::int AS "doubleResults"
             FROM (SELECT monitor_key, test_number, site_key, count(*) AS n FROM probe_result
                   GROUP BY monitor_key, test_number, site_key) AS votes) AS results,
            (SELECT count(*)::int AS "unknownTests" FROM event WHERE type = 'test-unknown') AS unknown`,
    );
    const { tested, ...row } = only(rows);
    return { ...row, unexplained: row.testsBegun - row.withoutVerdict - row.unknownTests - tested };
  }

  private async one<Value>(statement: string, parameters: unknown[]): Promise<Value> {
    const { rows } = await this.client.query<{ value: Value }>(statement, parameters);
    return only(rows).value;
  }
}

function only<Row>(rows: readonly Row[]): Row {
  const [row] = rows;
  if (row === undefined) throw new Error('the database gave no row');
  return row;
}
