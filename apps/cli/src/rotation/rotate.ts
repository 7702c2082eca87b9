import type {
  Sealed,
  SealedContents,
  SealedKind,
  SealedRepository,
} from '@twotwenty/database/repositories/sealed.repository';
import { storedLoginSchema } from '@twotwenty/contracts/credential';
import { resealAction } from '@twotwenty/secrets/action-secrets';
import { resealLogin } from '@twotwenty/secrets/login-secrets';
import type { SecretBox } from '@twotwenty/secrets/secret-box';

const PAGE = 100;

/** What becomes of the secrets of one thing. */
interface Resealed<C> {
  readonly content: C;
  readonly resealed: number;
  readonly current: number;
  /** Where those stand that no key opens, such as `actions.0.settings.url`. */
  readonly unopened: readonly string[];
}

/** A secret that no key opens. */
export interface Unopened {
  readonly type: SealedKind;
  readonly id: string;
  readonly name: string;
  readonly secret: string;
}

/** What a rotation did, or would do. */
export interface Rotation {
  /** The id of the key that seals. */
  readonly keyId: string;
  readonly dryRun: boolean;
  /** Numbers of secrets. */
  readonly resealed: number;
  readonly current: number;
  readonly unopened: readonly Unopened[];
}

type Reseal<K extends SealedKind> = (
  id: string,
  content: SealedContents[K],
  box: SecretBox,
) => Resealed<SealedContents[K]>;

/**
 * Seals all stored secrets that are not sealed with the key of now, thing by thing: one that is stopped can be run again. Each
 * secret is opened on the way, those that are sealed with it already too.
 * @param dryRun changes nothing, and tells what would be done
 */
export async function rotateSecrets(stored: SealedRepository, box: SecretBox, dryRun: boolean): Promise<Rotation> {
  const tally = new Tally();
  await rotateAll('alert', resealActions, { stored, box, dryRun, tally });
  await rotateAll('credential', resealCredential, { stored, box, dryRun, tally });
  const { resealed, current, unopened } = tally;
  if (!dryRun) {
    await stored.writeRotated('cli', { keyId: box.keyId, resealed, current, unopened: unopened.length });
  }
  return { keyId: box.keyId, dryRun, resealed, current, unopened };
}

class Tally {
  resealed = 0;
  current = 0;
  readonly unopened: Unopened[] = [];

  add(
    type: SealedKind,
    { id, name }: Pick<Unopened, 'id' | 'name'>,
    outcome: Omit<Resealed<unknown>, 'content'>,
  ): void {
    this.resealed += outcome.resealed;
    this.current += outcome.current;
    this.unopened.push(...outcome.unopened.map((secret) => ({ type, id, name, secret })));
  }
}

interface Work {
  readonly stored: SealedRepository;
  readonly box: SecretBox;
  readonly dryRun: boolean;
  readonly tally: Tally;
}

async function rotateAll<K extends SealedKind>(kind: K, reseal: Reseal<K>, work: Work): Promise<void> {
  let after: string | null = null;
  for (;;) {
    const page: Sealed<K>[] = await work.stored.page(kind, PAGE, after);
    for (const thing of page) await rotateOne(kind, thing, reseal, work);
    const last = page.at(-1);
    if (last === undefined || page.length < PAGE) return;
    after = last.id;
  }
}

async function rotateOne<K extends SealedKind>(
  kind: K,
  thing: Sealed<K>,
  reseal: Reseal<K>,
  work: Work,
): Promise<void> {
  const { stored, box, dryRun, tally } = work;
  // Most runs find most things done: nothing is locked for those.
  let outcome = reseal(thing.id, thing.content, box);
  if (outcome.resealed > 0 && !dryRun) {
    const isThere = await stored.rewrite(kind, thing.id, (content) => {
      outcome = reseal(thing.id, content, box);
      return outcome.content;
    });
    if (!isThere) return;
  }
  tally.add(kind, thing, outcome);
}

function resealActions(
  _id: string,
  actions: SealedContents['alert'],
  box: SecretBox,
): Resealed<SealedContents['alert']> {
  const outcomes = actions.map((action) => resealAction(action, box));
  return {
    content: actions.map((action, index) => ({ ...action, settings: outcomes[index]?.settings ?? action.settings })),
    resealed: outcomes.reduce((sum, { resealed }) => sum + resealed, 0),
    current: outcomes.reduce((sum, { current }) => sum + current, 0),
    unopened: outcomes.flatMap(({ unopened }, index) => unopened.map((path) => `actions.${index}.settings.${path}`)),
  };
}

function resealCredential(
  id: string,
  login: SealedContents['credential'],
  box: SecretBox,
): Resealed<SealedContents['credential']> {
  const { settings, unopened, ...counts } = resealLogin({ id, login }, box);
  return { ...counts, content: storedLoginSchema.parse(settings), unopened: unopened.map((path) => `login.${path}`) };
}
