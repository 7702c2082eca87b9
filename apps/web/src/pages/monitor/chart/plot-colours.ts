/** The theme's colours, as a canvas takes them. */
export interface PlotColours {
  readonly text: string;
  readonly grid: string;
  readonly surface: string;
  readonly outage: string;
  readonly outageGround: string;
  readonly hold: string;
  /** Of phases or sites, in order; there are as many as there are phases. */
  readonly lines: readonly string[];
  readonly font: string;
}

const LINES = 7;

/** Reads the colours that hold at an element now. */
export function readColours(element: Element): PlotColours {
  const style = getComputedStyle(element);
  const read = (name: string) => style.getPropertyValue(name).trim();
  return {
    text: read('--mantine-color-dimmed'),
    grid: read('--tt-border'),
    surface: read('--tt-surface'),
    outage: read('--tt-down'),
    outageGround: read('--tt-down-ground'),
    hold: read('--tt-held'),
    lines: Array.from({ length: LINES }, (_, index) => read(`--tt-chart-${index + 1}`)),
    font: `12px ${style.fontFamily}`,
  };
}
