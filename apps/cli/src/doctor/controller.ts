import { VERSION } from '@twotwenty/config/version';
import { type Health, healthSchema } from '@twotwenty/contracts/http';
import { workerSchema } from '@twotwenty/contracts/worker';
import { ask, type Connection, UnexpectedStatusError } from '../controller/client.js';
import { NotUnderstoodError, parseLeniently } from '../controller/lenient.js';
import { listAll } from '../controller/list-all.js';
import { inWords } from '../in-words.js';
import { withoutPassword } from '../secrets.js';
import { failed, type Finding, ok, warning } from './finding.js';
import { judgeWorkers } from './workers.js';

const UPDATE = 'Run the same version everywhere.';

export interface ControllerOptions {
  /** Without user info. */
  readonly url: string;
  /** Whether somebody named it: where nobody did, there need not be one. */
  readonly isExpected: boolean;
  readonly adminToken: string | undefined;
  /** Milliseconds for everything. */
  readonly limitMs: number;
}

/** Checks a controller, and with the administrator's token the workers it knows. */
export async function checkController(options: ControllerOptions): Promise<Finding[]> {
  const { url, isExpected, adminToken, limitMs } = options;
  const connection = { url, adminToken, signal: AbortSignal.timeout(limitMs) };
  let health: Finding[];
  try {
    health = judgeHealth(withoutPassword(url), await ask(connection, '/api/v1/health', { statuses: [200, 503] }));
  } catch (error) {
    const message = `No controller answers at ${withoutPassword(url)}: ${inWords(error)}.`;
    if (isExpected) return [failed('controller', message, 'Start it, or check the address.')];
    return [warning('controller', message, 'Start it with npm start, or say with --url where it is.')];
  }
  return adminToken === undefined ? health : [...health, ...(await checkWorkers(connection))];
}

/** @throws if the answer has not even a version, and so is not that of a controller */
function judgeHealth(shownUrl: string, answer: unknown): Finding[] {
  const version = versionOf(answer);
  const findings = [healthFinding(shownUrl, version, answer)];
  if (version === VERSION) return findings;
  return [...findings, warning('controller', `It is version ${version}, this program is ${VERSION}.`, UPDATE)];
}

function versionOf(answer: unknown): string {
  const version = typeof answer === 'object' && answer !== null && 'version' in answer ? answer.version : null;
  if (typeof version !== 'string') throw new Error('it is something else');
  return version;
}

function healthFinding(shownUrl: string, version: string, answer: unknown): Finding {
  let health: Health;
  try {
    health = parseLeniently(healthSchema, answer);
  } catch (error) {
    if (!(error instanceof NotUnderstoodError)) throw error;
    const message = `What answers at ${shownUrl} is not understood (${error.message}).`;
    return warning('controller', message, `See that it is a controller. ${UPDATE}`);
  }
  if (health.status === 'ok') return ok('controller', `TwoTwenty ${version} is well at ${shownUrl}.`);
  const causes = Object.entries(health.checks).flatMap(([name, { ok: isWell, message }]) =>
    isWell ? [] : [`${name} (${message ?? 'no answer'})`],
  );
  const message = `The controller at ${shownUrl} is not well: ${causes.join(', ') || 'its database or queue is away'}.`;
  return failed('controller', message, 'See that Postgres and Redis run; set ADMIN_TOKEN to be told more.');
}

async function checkWorkers(connection: Connection): Promise<Finding[]> {
  try {
    return judgeWorkers(await listAll(connection, '/api/v1/workers', workerSchema));
  } catch (error) {
    if (error instanceof NotUnderstoodError) {
      return [warning('workers', `The controller's list of workers is not understood (${error.message}).`, UPDATE)];
    }
    const message = `The controller does not tell about its workers: ${inWords(error)}.`;
    const isTokenWrong = error instanceof UnexpectedStatusError && error.status === 401;
    return [
      failed('workers', message, isTokenWrong ? "See that ADMIN_TOKEN is the controller's." : 'See the log it writes.'),
    ];
  }
}
