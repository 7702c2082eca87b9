import type {
  HostKeys,
  RecoveryContext,
  RecoveryFailure,
  RecoveryOutcome,
} from '@twotwenty/actions/recovery/recovery-method';
import type { ResolvedMachine } from '@twotwenty/actions/recovery/resolve-machine';
import type { RunState } from '@twotwenty/contracts/action-run';
import { storedActionSchema, type StoredAction } from '@twotwenty/contracts/alert';
import type { CredentialInput } from '@twotwenty/contracts/credential';
import { CredentialRepository } from '@twotwenty/database/repositories/credential.repository';
import { RepairRepository } from '@twotwenty/database/repositories/repair.repository';
import { startRepairs } from '@twotwenty/evaluator/repairs/repairs';
import type { RepairWork } from '@twotwenty/evaluator/repairs/work';
import { createLogger } from '@twotwenty/observability/logger';
import type { Periodic } from '@twotwenty/observability/periodic';
import { sealLogin } from '@twotwenty/secrets/login-secrets';
import { SecretBox } from '@twotwenty/secrets/secret-box';
import { waitFor } from '@twotwenty/testing/wait-for';
import { randomBytes, randomUUID } from 'node:crypto';
import { lookOutFor } from './lookout.js';
import { createMigratedDatabase, type DataSource } from './migrated-database.js';

export const DONE: RecoveryOutcome = { result: 'done', summary: 'It was restarted.', exitStatus: 0 };

/** A repair as it is stored; by itself it restarts services. */
export function storedRepair(overrides: object = {}, settings: object = {}): StoredAction {
  return storedActionSchema.parse({ id: randomUUID(), type: 'restart-services', settings, ...overrides });
}

/** What is checked of a repair. */
export interface RepairRun {
  readonly id: string;
  readonly actionId: string;
  readonly actionType: string;
  readonly alertNumber: number;
  readonly state: RunState;
  readonly skipCode: string | null;
  readonly attempts: number;
  readonly error: string | null;
  readonly response: string | null;
  readonly code: string | null;
  readonly actedAt: Date | null;
}

type Play = (work: RepairWork, context: RecoveryContext) => Promise<RecoveryOutcome>;

/** Repairs on a database of their own, by real processes as it were; what is done to machines is said by the test. */
export interface RepairShop {
  readonly dataSource: DataSource;
  readonly secrets: SecretBox;
  /** What was done to machines, in order: one entry for each time that leave was given. */
  readonly acted: { runId: string; machine: string }[];
  /** By itself: asks for leave, and is done. */
  play: Play;
  /** Starts one more process that carries out repairs. */
  start(): Periodic;
  /** Asks for leave, and notes that the machine was acted on. */
  act(work: RepairWork, context: RecoveryContext): Promise<void>;
  /** Stores a login. @returns its id */
  credential(login?: Partial<CredentialInput>): Promise<string>;
  settings(values: { stopped?: boolean; cooldownSeconds?: number; maxPerDay?: number }): Promise<void>;
  /** Of failures: for recoveries nothing is repaired. */
  runs(): Promise<RepairRun[]>;
  /** The repairs once none is ready or runs any more. */
  allSettled(): Promise<RepairRun[]>;
  close(): Promise<void>;
}

export const LEASE_MS = 2000;

const SELECT_RUNS = `
  SELECT run.id, run.action_id AS "actionId", run.action_type AS "actionType", run.alert_number AS "alertNumber",
         run.state, run.skip_code AS "skipCode", run.attempts, run.error, run.response, repair.code,
         repair.acted_at AS "actedAt"
  FROM action_run run LEFT JOIN repair ON repair.run_id = run.id
  WHERE run.kind = 'failure' ORDER BY run.sequence`;

export async function createRepairShop(): Promise<RepairShop> {
  const database = await createMigratedDatabase('repairs');
  const { dataSource } = database;
  const processes: Periodic[] = [];
  const secrets = new SecretBox(randomBytes(32).toString('base64'));
  const hostKeys: HostKeys = { check: () => Promise.resolve(null) };
  const shop: RepairShop = {
    dataSource,
    secrets,
    acted: [],
    play: async (work, context) => {
      await shop.act(work, context);
      return DONE;
    },
    async act({ repair, place }, { beforeActing }) {
      await beforeActing();
      shop.acted.push({ runId: repair.id, machine: place.machine });
    },
    start() {
      const repairs = startRepairs({
        repairs: new RepairRepository(dataSource),
        credentials: new CredentialRepository(dataSource),
        secrets,
        hostKeys,
        resolve: (machine) => Promise.resolve(resolve(machine)),
        doRepair: (work, context) => shop.play(work, context),
        leaseMs: LEASE_MS,
        logger: createLogger('test', 'fatal'),
      });
      processes.push(lookOutFor(dataSource, { repairs }), repairs);
      return repairs;
    },
    async credential(overrides = {}) {
      const login: CredentialInput['login'] = {
        kind: 'password',
        username: 'repair',
        domain: null,
        password: { secret: 'the-password-of-the-machine' },
      };
      const input: CredentialInput = { name: `Login ${randomUUID()}`, uses: ['recovery'], login, ...overrides };
      const stored = await new CredentialRepository(dataSource).insert('test', (id) => ({
        ...input,
        login: sealLogin(id, input.login, undefined, secrets).login,
      }));
      return stored.id;
    },
    async settings({ stopped = false, cooldownSeconds = 0, maxPerDay = 100 }) {
      await dataSource.query(
        'UPDATE recovery_settings SET stopped = $1, cooldown_seconds = $2, max_per_machine_per_day = $3',
        [stopped, cooldownSeconds, maxPerDay],
      );
    },
    runs: () => dataSource.query<RepairRun[]>(SELECT_RUNS),
    async allSettled() {
      const areSettled = async (): Promise<boolean> => {
        await dataSource.query(`UPDATE action_run SET due_at = now() WHERE state = 'ready' AND due_at > now()`);
        return (await shop.runs()).every(({ state }) => state !== 'ready' && state !== 'running');
      };
      await waitFor(areSettled, { what: 'all repairs to be settled', timeoutMs: 20_000 });
      return shop.runs();
    },
    async close() {
      await Promise.all(processes.splice(0).map((process) => process.stop()));
      await database.drop();
    },
  };
  await shop.settings({});
  return shop;
}

/** Two names of one machine, a machine without an address, and others by their own. */
function resolve(machine: string): ResolvedMachine | RecoveryFailure {
  if (machine === 'nowhere.example.com') {
    return { result: 'failed', code: 'unknown-host', detail: null, exitStatus: null };
  }
  const name = machine === 'alias.example.com' ? 'mx1.example.com' : machine;
  return { result: 'done', addresses: [`address of ${name}`], foundBy: 'dns' };
}
