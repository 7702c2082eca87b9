import { isFields, isSame, type Fields } from './same.js';

/**
 * What somebody typed, on top of what somebody else stored meanwhile: what was not touched is as the other one left it. Fields
 * are gone through to any depth. Lists of things with an `id` are merged by it: what both kept is merged, what the other
 * one added is added, and what either removed is gone unless the typist changed it. Other lists are taken as a whole.
 * @param base as it was when typing began
 * @param mine as it was typed
 * @param theirs as it is stored now
 */
export function mergeOnTop<T>(base: T, mine: T, theirs: T): T {
  return merge(base, mine, theirs) as T;
}

function merge(base: unknown, mine: unknown, theirs: unknown): unknown {
  if (isSame(mine, base)) return theirs;
  if (isSame(theirs, base)) return mine;
  if (isListOfThings(mine) && isListOfThings(theirs) && isListOfThings(base)) return mergeLists(base, mine, theirs);
  if (isFields(mine) && isFields(theirs) && isFields(base)) return mergeFields(base, mine, theirs);
  return mine;
}

function mergeFields(base: Fields, mine: Fields, theirs: Fields): Fields {
  const names = new Set([...Object.keys(theirs), ...Object.keys(mine)]);
  return Object.fromEntries([...names].map((name) => [name, merge(base[name], mine[name], theirs[name])]));
}

interface Thing {
  readonly id: string;
}

function mergeLists(base: readonly Thing[], mine: readonly Thing[], theirs: readonly Thing[]): readonly Thing[] {
  const before = byId(base);
  const now = byId(theirs);
  const kept = mine.flatMap((thing) => {
    const old = before.get(thing.id);
    const stored = now.get(thing.id);
    if (old === undefined) return [thing];
    if (stored === undefined) return isSame(thing, old) ? [] : [thing];
    return [merge(old, thing, stored) as Thing];
  });
  const known = new Set([...mine, ...base].map(({ id }) => id));
  return [...kept, ...theirs.filter(({ id }) => !known.has(id))];
}

function byId(things: readonly Thing[]): ReadonlyMap<string, Thing> {
  return new Map(things.map((thing) => [thing.id, thing]));
}

function isListOfThings(value: unknown): value is readonly Thing[] {
  return Array.isArray(value) && value.every((item) => isFields(item) && typeof item['id'] === 'string');
}
