import { z } from 'zod';
import type { DraftPlace } from '../../form/kept-draft.js';
import { fromLocalInput, inUnits, toLocalInput, toSeconds, UNIT_NAMES } from './local-time.js';
import type { Played } from './OutageForm.js';

const typedNumber = z.union([z.number(), z.string()]);
const draftSchema = z.object({
  monitorId: z.string().nullable(),
  /** As `datetime-local` gives it, by the viewer's clock. */
  startsAt: z.string(),
  amount: typedNumber,
  unit: z.enum(UNIT_NAMES),
  testSeconds: typedNumber,
});
/** An outage as it is typed. */
export type OutageDraft = Readonly<z.infer<typeof draftSchema>>;

/** Where what is typed is kept until it is played through; then it stands in the address. @param search of the address, which asks for another outage */
export function outagePlace(search: string): DraftPlace<OutageDraft> {
  return { key: `simulator:${search}`, schema: draftSchema };
}

/** Fields that show what is wrong with them. */
export const OUTAGE_FIELDS = ['monitorId', 'startsAt', 'lengthSeconds', 'testDurationSeconds'] as const;

/** What the form begins with. */
export function outageDraftOf({ monitorId, outage }: Played): OutageDraft {
  const { startsAt, lengthSeconds, testDurationSeconds } = outage;
  return {
    monitorId: monitorId ?? null,
    startsAt: toLocalInput(startsAt),
    ...inUnits(lengthSeconds),
    testSeconds: testDurationSeconds,
  };
}

/** What is not filled in, by the names of the API: an address has no place for it. */
export function missingIn({
  monitorId,
  startsAt,
  amount,
  testSeconds,
}: OutageDraft): { field: string; message: string }[] {
  const missing = [
    monitorId === null && { field: 'monitorId', message: 'is required: choose a monitor' },
    fromLocalInput(startsAt) === null && { field: 'startsAt', message: 'must be a date and a time' },
    typeof amount !== 'number' && { field: 'lengthSeconds', message: 'must be a number' },
    typeof testSeconds !== 'number' && { field: 'testDurationSeconds', message: 'must be a number' },
  ];
  return missing.filter((problem) => problem !== false);
}

/** What was typed, of a draft in which nothing is missing. */
export function outageOf({ monitorId, startsAt, amount, unit, testSeconds }: OutageDraft): Played {
  return {
    monitorId: monitorId ?? undefined,
    outage: {
      startsAt: fromLocalInput(startsAt) ?? '',
      lengthSeconds: toSeconds(Number(amount), unit),
      testDurationSeconds: Number(testSeconds),
    },
  };
}
