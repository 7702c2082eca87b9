/** A number as the viewer writes it: `12,000` or `12.000`, `1.5` or `1,5`. @param digits after the point, at most */
export function formatNumber(value: number, digits = 0): string {
  return value.toLocaleString(undefined, { maximumFractionDigits: digits });
}
