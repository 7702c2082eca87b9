import { VERSION } from '@twotwenty/config/version';
import { healthSchema, pageSchema } from '@twotwenty/contracts/http';
import { type Worker, workerSchema } from '@twotwenty/contracts/worker';
import { failed, type Finding, inWords, ok, warning } from './finding.js';
import { selfCheckFindings } from './reverse-dns.js';

const LIMIT_MS = 5000;
const UPDATE = 'Run the same version everywhere.';

export interface ControllerOptions {
  readonly url: string;
  /** Whether somebody named it: where nobody did, there need not be one. */
  readonly isExpected: boolean;
  readonly adminToken: string | undefined;
}

/** Checks a controller, and with the administrator's token the workers it knows. */
export async function checkController(options: ControllerOptions): Promise<Finding[]> {
  const { url, isExpected, adminToken } = options;
  let health: Finding[];
  try {
    health = await checkHealth(options);
  } catch (error) {
    const message = `No controller answers at ${url}: ${inWords(error)}.`;
    if (isExpected) return [failed('controller', message, 'Start it, or check the address.')];
    return [warning('controller', message, 'Start it with npm start, or say with --url where it is.')];
  }
  return adminToken === undefined ? health : [...health, ...(await checkWorkers(url, adminToken))];
}

async function checkHealth({ url, adminToken }: ControllerOptions): Promise<Finding[]> {
  const { status, version, checks } = healthSchema.parse(await get(url, '/api/v1/health', adminToken, [200, 503]));
  const findings: Finding[] = [];
  if (status === 'ok') findings.push(ok('controller', `TwoTwenty ${version} is well at ${url}.`));
  else {
    const causes = Object.entries(checks).flatMap(([name, { ok: isWell, message }]) =>
      isWell ? [] : [`${name} (${message ?? 'no answer'})`],
    );
    const message = `The controller at ${url} is not well: ${causes.join(', ') || 'its database or queue is away'}.`;
    findings.push(failed('controller', message, 'See that Postgres and Redis run; set ADMIN_TOKEN to be told more.'));
  }
  if (version !== VERSION) {
    findings.push(warning('controller', `It is version ${version}, this program is ${VERSION}.`, UPDATE));
  }
  return findings;
}

async function checkWorkers(url: string, adminToken: string): Promise<Finding[]> {
  try {
    const { items } = pageSchema(workerSchema).parse(await get(url, '/api/v1/workers?limit=500', adminToken, [200]));
    const findings = items.filter(({ stopping }) => !stopping).flatMap(judgeWorker);
    if (items.some(({ live }) => live)) return findings;
    return [...findings, warning('workers', 'No worker is live: nothing is tested.', 'Start one for each site.')];
  } catch (error) {
    const message = `The controller does not tell about its workers: ${inWords(error)}.`;
    return [failed('workers', message, "See that ADMIN_TOKEN is the controller's.")];
  }
}

function judgeWorker({ live, site, hostname, version, selfCheck, lastSeenAt }: Worker): Finding[] {
  const subject = `worker ${hostname} (${site})`;
  if (!live) {
    return [warning(subject, `It was heard of last at ${lastSeenAt}.`, 'If it should run, see its log.')];
  }
  const findings = [ok(subject, `TwoTwenty ${version} is live.`)];
  if (version !== VERSION) {
    findings.push(warning(subject, `It is version ${version}, this program is ${VERSION}.`, UPDATE));
  }
  return selfCheck === null ? findings : [...findings, ...selfCheckFindings(subject, selfCheck)];
}

/** @throws when there is no answer in time, or one that is not of a controller */
async function get(
  url: string,
  path: string,
  adminToken: string | undefined,
  statuses: readonly number[],
): Promise<unknown> {
  const response = await fetch(new URL(path, url), {
    headers: adminToken === undefined ? {} : { authorization: `Bearer ${adminToken}` },
    signal: AbortSignal.timeout(LIMIT_MS),
  });
  if (!statuses.includes(response.status)) throw new Error(`it answers ${response.status}`);
  if (!/json/.test(response.headers.get('content-type') ?? '')) throw new Error('it is something else');
  return response.json();
}
