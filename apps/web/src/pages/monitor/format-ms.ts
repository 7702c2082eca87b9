const wholeFormat = new Intl.NumberFormat(undefined, { maximumFractionDigits: 0 });
const fineFormat = new Intl.NumberFormat(undefined, { maximumFractionDigits: 1 });

/** Milliseconds; below ten with a decimal, from ten seconds on in seconds. Number and unit stay on one line. */
export function formatMs(ms: number): string {
  if (ms >= 10_000) return `${fineFormat.format(ms / 1000)}\u00a0s`;
  return `${(ms < 10 ? fineFormat : wholeFormat).format(ms)}\u00a0ms`;
}
