/** Progress goes to standard error, so that standard output holds the figures alone. */
export function say(text: string): void {
  process.stderr.write(`${text}\n`);
}

/** Prints the figures: for programs as one line of JSON, for people as text. */
export function printFigures(figures: object, asJson: boolean, text: () => string): void {
  process.stdout.write(asJson ? `${JSON.stringify(figures)}\n` : `\n${text()}\n`);
}

/** Lines up columns: the first to the left, the others, which are numbers, to the right. */
export function table(rows: readonly (readonly string[])[]): string {
  const columns = Math.max(0, ...rows.map((row) => row.length));
  const widths = Array.from({ length: columns }, (_, column) =>
    Math.max(...rows.map((row) => (row[column] ?? '').length)),
  );
  return rows
    .map((row) =>
      row
        .map((cell, column) => (column === 0 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0)))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

/** A number as people read it; a dash for none. */
export function figure(value: number | null, digits = 0): string {
  if (value === null || Number.isNaN(value)) return '–';
  return value.toLocaleString('en-US', { minimumFractionDigits: digits, maximumFractionDigits: digits });
}

export function mebibytes(bytes: number): string {
  return figure(bytes / 1024 / 1024, 1);
}

/**
 * What is to be said of packets that the kernel dropped: whoever sent them waits until they are sent again, while cores are idle, so that the
 * figures say nothing about what was measured.
 */
export function droppedPacketsLines(packets: number): string[] {
  if (packets === 0) return [];
  const what = `${figure(packets)} packets were dropped by the kernel's tracking of connections`;
  return ['', `${what}, whose table was full (net.netfilter.nf_conntrack_max): these figures are worth nothing`];
}
