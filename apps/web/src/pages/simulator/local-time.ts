const pad = (number: number): string => String(number).padStart(2, '0');

/** An instant as an input for local date and time takes it, to the minute: `2026-03-02T03:12`. */
export function toLocalInput(instant: string): string {
  const date = new Date(instant);
  const day = `${date.getFullYear()}-${pad(date.getMonth() + 1)}-${pad(date.getDate())}`;
  return `${day}T${pad(date.getHours())}:${pad(date.getMinutes())}`;
}

/** The instant that was typed into such an input; null for none. */
export function fromLocalInput(text: string): string | null {
  const date = new Date(text);
  return text === '' || Number.isNaN(date.getTime()) ? null : date.toISOString();
}

const UNITS = [
  { unit: 'days', seconds: 86_400 },
  { unit: 'hours', seconds: 3600 },
  { unit: 'minutes', seconds: 60 },
  { unit: 'seconds', seconds: 1 },
] as const;
export type Unit = (typeof UNITS)[number]['unit'];
export const UNIT_NAMES: readonly Unit[] = UNITS.map(({ unit }) => unit).toReversed();

/** A length of time in the largest unit in which it is whole. */
export function inUnits(seconds: number): { readonly amount: number; readonly unit: Unit } {
  const { unit, seconds: size } =
    UNITS.find((one) => seconds >= one.seconds && seconds % one.seconds === 0) ?? UNITS[3];
  return { amount: seconds / size, unit };
}

export function toSeconds(amount: number, unit: Unit): number {
  return amount * (UNITS.find((one) => one.unit === unit)?.seconds ?? 1);
}
