import type { Series } from '@twotwenty/contracts/series';
import type uPlot from 'uplot';
import { formatMs } from '../format-ms.js';
import { axisTimes } from './chart-words.js';
import { drawFailures, drawShades } from './draw-shades.js';
import type { PlotColours } from './plot-colours.js';

/** How one column is drawn. */
export interface LineLook {
  readonly label: string;
  readonly colour: string;
  /** Lengths of strokes and gaps, so that lines are told apart without colour. */
  readonly dash: readonly number[];
  /** Filled down to the bottom; those that come later are drawn over it. */
  readonly isFilled: boolean;
}

/** What a plot reads again whenever it draws. */
export interface PlotSource {
  readonly series: Series;
  /** Numbers of the buckets in which a session failed. */
  readonly failed: readonly number[];
  readonly onCursor: (index: number | null) => void;
  /** Seconds since 1970. */
  readonly onSelect: (from: number, to: number) => void;
}

const Y_AXIS_PX = 64;
/** From label to label at the least: a time of day with its seconds fits. */
const X_LABEL_PX = 88;
const MIN_DRAG_PX = 4;

/** @param source read at every drawing: it may be another one by then */
export function plotOptions(
  size: { readonly width: number; readonly height: number },
  lines: readonly LineLook[],
  colours: PlotColours,
  source: () => PlotSource,
): uPlot.Options {
  return {
    ...size,
    legend: { show: false },
    scales: {
      x: {
        range: () => {
          const { from, to } = source().series;
          return [Date.parse(from) / 1000, Date.parse(to) / 1000];
        },
      },
      y: { range: (_plot, _min, max) => [0, max > 0 ? max * 1.08 : 1] },
    },
    axes: [
      {
        ...axisLook(colours),
        space: X_LABEL_PX,
        values: (_plot, splits, _axis, _space, step) => axisTimes(splits, step),
      },
      { ...axisLook(colours), size: Y_AXIS_PX, values: (_plot, splits) => splits.map(formatMs) },
    ],
    series: [{}, ...lines.map(seriesLook)],
    cursor: {
      y: false,
      drag: { x: true, y: false, setScale: false, dist: MIN_DRAG_PX },
      bind: { dblclick: () => null },
    },
    hooks: {
      drawClear: [
        (plot) => {
          drawShades(plot, source().series, colours);
        },
      ],
      draw: [
        (plot) => {
          drawFailures(plot, source(), colours);
        },
      ],
      setCursor: [
        (plot) => {
          source().onCursor(plot.cursor.idx ?? null);
        },
      ],
      setSelect: [
        (plot) => {
          select(plot, source());
        },
      ],
    },
  };
}

function select(plot: uPlot, { onSelect }: PlotSource): void {
  const { left, width } = plot.select;
  if (width < MIN_DRAG_PX) return;
  onSelect(plot.posToVal(left, 'x'), plot.posToVal(left + width, 'x'));
  plot.setSelect({ left: 0, top: 0, width: 0, height: 0 }, false);
}

function axisLook({ text, grid, font }: PlotColours): uPlot.Axis {
  return {
    stroke: text,
    font,
    grid: { stroke: grid, width: 1 },
    ticks: { stroke: grid, width: 1, size: 5 },
  };
}

function seriesLook({ label, colour, dash, isFilled }: LineLook): uPlot.Series {
  return {
    label,
    stroke: colour,
    width: isFilled ? 1 : 2,
    dash: [...dash],
    ...(isFilled ? { fill: colour } : {}),
    points: { show: false },
  };
}
