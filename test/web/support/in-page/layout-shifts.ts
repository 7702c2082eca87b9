/// <reference lib="dom" />

interface LayoutShift extends PerformanceEntry {
  readonly value: number;
  readonly hadRecentInput: boolean;
  readonly sources: readonly { readonly node: Node | null }[];
}

declare global {
  interface Window {
    /** What moved by itself since the page was last at rest. */
    layoutShifts: { readonly value: number; readonly moved: readonly string[] }[];
  }
}

/** Runs in the page before its own code: notes what moves although nobody touched anything. */
export function watchLayoutShifts(): void {
  window.layoutShifts = [];
  const describe = (node: Node | null): string => {
    const element = node instanceof Element ? node : node?.parentElement;
    return element ? `${element.localName}.${element.className}: ${element.textContent.slice(0, 60)}` : 'gone';
  };
  const note = (list: PerformanceObserverEntryList): void => {
    for (const entry of list.getEntries() as LayoutShift[]) {
      if (entry.hadRecentInput) continue;
      window.layoutShifts.push({ value: entry.value, moved: entry.sources.map(({ node }) => describe(node)) });
    }
  };
  new PerformanceObserver(note).observe({ type: 'layout-shift' });
}

/** Runs in the page: what was noted since the last time, and forgets it. */
export function takeLayoutShifts(): Window['layoutShifts'] {
  return window.layoutShifts.splice(0);
}
