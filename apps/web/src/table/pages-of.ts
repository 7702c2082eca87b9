import type { ListPage } from '../api/pages.js';

/** All items of the pages loaded so far, and how many could not be read. */
export function itemsOf<T>(data: { readonly pages: readonly ListPage<T>[] } | undefined) {
  const pages = data?.pages ?? [];
  return {
    items: pages.flatMap(({ items }) => items),
    unreadable: pages.reduce((sum, page) => sum + page.unreadable, 0),
  };
}
