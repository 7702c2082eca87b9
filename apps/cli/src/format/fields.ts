const WIDTH = 9;
const MAX_LINE = 100;

/** A line with a name in front; an empty name continues the field before. */
export function field(name: string, value: string): string {
  return `${name.padEnd(WIDTH)}${value}`;
}

/** A field whose values stand beside each other, on as many lines as they need; `-` when there are none. */
export function list(name: string, values: readonly string[]): string[] {
  const lines: string[] = [];
  for (const value of values) {
    const extended = `${lines.at(-1) ?? ''}, ${value}`;
    if (lines.length > 0 && extended.length <= MAX_LINE) lines.splice(-1, 1, extended);
    else lines.push(value);
  }
  const all = lines.length === 0 ? ['-'] : lines;
  return all.map((line, i) => field(i === 0 ? name : '', i === all.length - 1 ? line : `${line},`));
}
