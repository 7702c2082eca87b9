import { readDoctorConfig } from '@twotwenty/config/apps';
import { ConfigurationError } from '@twotwenty/config/environment';
import type { DowntimeView } from '@twotwenty/contracts/downtime';
import { escapeText } from '@twotwenty/smtp/escape';
import type { Connection } from '../controller/client.js';
import { askForAlerts, askForDowntime, askForPolicy, explainDowntimeTrouble } from '../controller/downtime.js';
import { EXIT } from '../exit-codes.js';
import { nameActions } from '../format/notices.js';
import { formatSimulation } from '../format/simulation.js';
import { hideSecrets } from '../secrets.js';
import type { Terminal } from '../terminal.js';

const LIMIT_MS = 30_000;

/** An outage to be played through for a monitor. */
export interface MonitorOutage {
  readonly monitorId: string;
  /** Of the controller, without user info. */
  readonly url: string;
  readonly startsAt: Date;
  readonly lengthSeconds: number;
  readonly testDurationSeconds: number;
  readonly json: boolean;
}

/**
 * Has the controller play an outage through with the settings and the alerts of a monitor, and shows what it answers. The
 * token of the administrator is taken from ADMIN_TOKEN.
 * @param limitMs for all answers together
 * @returns the exit code
 */
export async function simulateMonitor(
  outage: MonitorOutage,
  terminal: Terminal,
  limitMs: number = LIMIT_MS,
): Promise<number> {
  const fail = (message: string): number => {
    terminal.err(`error: ${escapeText(message)}\n`);
    return EXIT.unknown;
  };
  let adminToken;
  try {
    ({ adminToken } = readDoctorConfig());
  } catch (error) {
    if (!(error instanceof ConfigurationError)) throw error;
    terminal.err(`error: ${error.message}\n`);
    return EXIT.unknown;
  }
  const connection = { url: outage.url, adminToken, signal: AbortSignal.timeout(limitMs) };
  let answer;
  try {
    answer = await askAbout(outage, connection);
  } catch (error) {
    const hide = hideSecrets([], adminToken === undefined ? [] : [adminToken]);
    return fail(hide(explainDowntimeTrouble(error, connection, outage.monitorId)));
  }
  terminal.out(`${answer.text}\n`);
  return answer.problem === null ? EXIT.passed : fail(answer.problem);
}

/** @returns what is shown of the simulation, and its problem */
async function askAbout(
  { monitorId, json, ...outage }: MonitorOutage,
  connection: Connection,
): Promise<{ text: string; problem: DowntimeView['problem'] }> {
  const { lengthSeconds, testDurationSeconds } = outage;
  const startsAt = outage.startsAt.toISOString();
  const view = await askForDowntime(connection, monitorId, { startsAt, lengthSeconds, testDurationSeconds });
  if (json) return { text: JSON.stringify(view), problem: view.problem };
  const [policy, alerts] = await Promise.all([
    askForPolicy(connection, monitorId),
    askForAlerts(connection, monitorId),
  ]);
  return { text: formatSimulation({ ...outage, policy }, view, nameActions(alerts)), problem: view.problem };
}
