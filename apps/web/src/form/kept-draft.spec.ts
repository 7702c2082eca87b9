import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { forgetDrafts, keepDraft, readDraft, type DraftStore } from './kept-draft.js';

const place = { key: 'monitor:1', schema: z.strictObject({ name: z.string() }) };
const draft = { values: { name: 'typed' }, over: { values: { name: 'stored' }, version: 3 } };

function fakeStore(): DraftStore & { readonly texts: Map<string, string> } {
  const texts = new Map<string, string>();
  return {
    texts,
    getItem: (key) => texts.get(key) ?? null,
    setItem: (key, text) => void texts.set(key, text),
    removeItem: (key) => void texts.delete(key),
  };
}

describe('a draft that is kept', () => {
  it('is read as it was, each from its own place', () => {
    const store = fakeStore();
    keepDraft(place, draft, store);
    expect(readDraft(place, store)).toEqual(draft);
    expect(readDraft({ ...place, key: 'monitor:2' }, store)).toBeNull();
  });

  it('is forgotten when nothing is typed any more', () => {
    const store = fakeStore();
    keepDraft(place, draft, store);
    keepDraft(place, null, store);
    expect(store.texts.size).toBe(0);
  });

  it('is forgotten with all others when somebody logs out, and nothing else is', () => {
    const items: Record<string, string> = {
      'twotwenty-draft:monitor:1': '{}',
      'twotwenty-draft:alert:2': '{}',
      theme: 'dark',
    };
    const storage = Object.defineProperty(items, 'removeItem', { value: (key: string) => delete items[key] });
    forgetDrafts(storage as unknown as Storage);
    expect(Object.keys(items)).toEqual(['theme']);
  });

  it('is left alone when another version of the page has kept it, or what is kept is no draft', () => {
    const store = fakeStore();
    keepDraft(
      { key: place.key },
      { values: { title: 'typed' }, over: { values: { title: 'stored' }, version: 3 } },
      store,
    );
    expect(readDraft(place, store)).toBeNull();
    for (const key of store.texts.keys()) store.texts.set(key, '{');
    expect(readDraft(place, store)).toBeNull();
  });

  it('lives in the page alone where nothing can be stored', () => {
    const refuse = (): never => {
      throw new Error('forbidden');
    };
    const store = { getItem: refuse, setItem: refuse, removeItem: refuse };
    keepDraft(place, draft, store);
    expect(readDraft(place, store)).toBeNull();
  });
});
