import { useComputedColorScheme } from '@mantine/core';
import { useElementSize, useMergedRef } from '@mantine/hooks';
import { useEffect, useLayoutEffect, useRef } from 'react';
import uPlot from 'uplot';
import type { ChartData } from './chart-data.js';
import classes from './Chart.module.css';
import { readColours } from './plot-colours.js';
import { plotOptions, type LineLook, type PlotSource } from './plot-options.js';

/** The look of a column; its colour by its number in the theme. */
export type Line = Omit<LineLook, 'colour'> & { readonly colourNumber: number };

interface PlotProps extends PlotSource {
  readonly data: ChartData;
  /** One for each column. With others, or in other colours, the plot is made anew. */
  readonly lines: readonly Line[];
  /** What it shows, for those who do not see it. */
  readonly label: string;
}

/** The picture alone: a canvas of one height, as wide as there is room. */
export function Plot({ data, lines, label, ...source }: PlotProps) {
  const { ref: measured, width } = useElementSize<HTMLDivElement>();
  const box = useRef<HTMLDivElement>(null);
  const ref = useMergedRef(measured, box);
  const scheme = useComputedColorScheme('light');
  const plot = useRef<uPlot | null>(null);
  const latest = useRef({ data, lines, source });
  useLayoutEffect(() => {
    latest.current = { data, lines, source };
  });
  const look = JSON.stringify(lines);
  useEffect(() => {
    const element = box.current;
    if (element === null) return;
    const colours = readColours(element);
    const looks = latest.current.lines.map(({ colourNumber, ...line }) => ({
      ...line,
      colour: colours.lines[colourNumber] ?? colours.text,
    }));
    const size = { width: element.clientWidth, height: element.clientHeight };
    const made = new uPlot(
      plotOptions(size, looks, colours, () => latest.current.source),
      toAligned(latest.current.data),
      element,
    );
    plot.current = made;
    return () => {
      made.destroy();
      plot.current = null;
    };
  }, [look, scheme]);
  const { series } = source;
  useEffect(() => {
    plot.current?.setData(toAligned(data));
  }, [data, series]);
  useEffect(() => {
    const element = box.current;
    if (element === null || width === 0) return;
    plot.current?.setSize({ width: element.clientWidth, height: element.clientHeight });
  }, [width]);
  return <div ref={ref} role="img" aria-label={label} className={classes.plot} />;
}

function toAligned({ x, columns }: ChartData): uPlot.AlignedData {
  return [[...x], ...columns.map((column) => [...column])];
}
