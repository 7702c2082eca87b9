import type { Series } from '@twotwenty/contracts/series';
import type uPlot from 'uplot';
import type { PlotColours } from './plot-colours.js';
import type { PlotSource } from './plot-options.js';

/** Pixels of the screen. */
const BAR = 4;
const HATCH = 8;

interface Stretch {
  readonly from: string;
  readonly to: string;
}

/** Below the lines: outages as a ground with a bar on top, holds hatched. */
export function drawShades(plot: uPlot, { outages, holds }: Series, colours: PlotColours): void {
  const { ctx } = plot;
  ctx.save();
  for (const hold of holds) hatch(plot, hold, colours.hold);
  for (const outage of outages) {
    const { left, width } = place(plot, outage);
    ctx.fillStyle = colours.outageGround;
    ctx.fillRect(left, plot.bbox.top, width, plot.bbox.height);
    ctx.fillStyle = colours.outage;
    ctx.fillRect(left, plot.bbox.top, width, BAR * devicePixelRatio);
  }
  ctx.restore();
}

/** Above the lines: a mark at the bottom of each bucket in which a session failed. */
export function drawFailures(plot: uPlot, { series, failed }: PlotSource, colours: PlotColours): void {
  const { ctx, bbox } = plot;
  const startMs = Date.parse(series.from);
  const bucketMs = series.bucketSeconds * 1000;
  const height = BAR * devicePixelRatio;
  ctx.save();
  ctx.fillStyle = colours.outage;
  for (const bucket of failed) {
    const from = new Date(startMs + bucket * bucketMs).toISOString();
    const to = new Date(startMs + (bucket + 1) * bucketMs).toISOString();
    const { left, width } = place(plot, { from, to });
    ctx.fillRect(left, bbox.top + bbox.height - height, width, height);
  }
  ctx.restore();
}

/** Where a stretch of time lies, pixels of the canvas; at least as wide as can be seen. */
function place(plot: uPlot, { from, to }: Stretch): { readonly left: number; readonly width: number } {
  const { bbox } = plot;
  const clamp = (x: number) => Math.min(bbox.left + bbox.width, Math.max(bbox.left, x));
  const left = clamp(plot.valToPos(Date.parse(from) / 1000, 'x', true));
  const right = clamp(plot.valToPos(Date.parse(to) / 1000, 'x', true));
  return { left, width: Math.max(right - left, 2 * devicePixelRatio) };
}

function hatch(plot: uPlot, stretch: Stretch, colour: string): void {
  const { ctx, bbox } = plot;
  const { left, width } = place(plot, stretch);
  const step = HATCH * devicePixelRatio;
  ctx.save();
  ctx.beginPath();
  ctx.rect(left, bbox.top, width, bbox.height);
  ctx.clip();
  ctx.beginPath();
  for (let x = left - bbox.height; x < left + width; x += step) {
    ctx.moveTo(x, bbox.top + bbox.height);
    ctx.lineTo(x + bbox.height, bbox.top);
  }
  ctx.strokeStyle = colour;
  ctx.globalAlpha = 0.5;
  ctx.lineWidth = devicePixelRatio;
  ctx.stroke();
  ctx.restore();
}
