/// <reference lib="dom" />

/** Something moved, by so much of the window, at a time of the page in milliseconds. */
export interface Jump {
  readonly value: number;
  readonly at: number;
  readonly moved: readonly string[];
}

interface LayoutShift extends PerformanceEntry {
  readonly value: number;
  readonly hadRecentInput: boolean;
  readonly sources: readonly {
    readonly node: Node | null;
    readonly previousRect: DOMRectReadOnly;
    readonly currentRect: DOMRectReadOnly;
  }[];
}

declare global {
  interface Window {
    /** What moved by itself since the page was last at rest. */
    layoutShifts: Jump[];
  }
}

/** Runs in the page before its own code: notes what moves although nobody touched anything. */
export function watchLayoutShifts(): void {
  window.layoutShifts = [];
  const describe = (node: Node | null): string => {
    const element = node instanceof Element ? node : node?.parentElement;
    return element ? `${element.localName}.${element.className}: ${element.textContent.slice(0, 60)}` : 'gone';
  };
  const place = ({ x, y }: DOMRectReadOnly): string => `${Math.round(x)},${Math.round(y)}`;
  const note = (list: PerformanceObserverEntryList): void => {
    for (const entry of list.getEntries() as LayoutShift[]) {
      if (entry.hadRecentInput) continue;
      const moved = entry.sources.map(
        ({ node, previousRect, currentRect }) => `${place(previousRect)} → ${place(currentRect)} ${describe(node)}`,
      );
      window.layoutShifts.push({ value: entry.value, at: entry.startTime, moved });
    }
  };
  new PerformanceObserver(note).observe({ type: 'layout-shift' });
}

/** Runs in the page: what was noted since the last time, and forgets it. */
export function takeLayoutShifts(): Jump[] {
  return window.layoutShifts.splice(0);
}
