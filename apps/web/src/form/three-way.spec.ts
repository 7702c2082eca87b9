import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { changedFields, mergeValues, type Merge } from './three-way.js';

const base = { name: 'a', port: 25, sites: ['x'] };

describe('mergeValues', () => {
  it('lets each field be as the one who changed it has it', () => {
    expect(mergeValues(base, { ...base, name: 'mine' }, { ...base, port: 587 })).toEqual({
      values: { name: 'mine', port: 587, sites: ['x'] },
      taken: ['port'],
      conflicts: [],
    });
  });

  it('asks where both have changed a field in other ways, and keeps mine until then', () => {
    const merge = mergeValues(base, { ...base, sites: ['x', 'y'] }, { ...base, sites: [] });
    expect(merge.values).toEqual({ ...base, sites: ['x', 'y'] });
    expect(merge.conflicts).toEqual([{ field: 'sites', mine: ['x', 'y'], theirs: [] }]);
  });

  it('does not ask where both did the same', () => {
    const same = { ...base, name: 'b' };
    expect(mergeValues(base, same, { ...same })).toEqual({ values: same, taken: [], conflicts: [] });
  });

  const values = fc.record({ a: fc.integer({ max: 2 }), b: fc.boolean(), c: fc.array(fc.boolean(), { maxLength: 2 }) });

  it('loses no change of either side without a question, and asks nothing else', () => {
    fc.assert(
      fc.property(values, values, values, (before, mine, theirs) => {
        const merge = mergeValues(before, mine, theirs);
        const asked = merge.conflicts.map(({ field }) => field);
        for (const field of changedFields(before, mine)) {
          expect(merge.values[field]).toEqual(mine[field]);
        }
        for (const field of changedFields(before, theirs)) {
          if (!asked.includes(field)) expect(merge.values[field]).toEqual(theirs[field]);
        }
        expect(asked.every((field) => changedFields(before, mine).includes(field))).toBe(true);
        expect(asked.every((field) => changedFields(before, theirs).includes(field))).toBe(true);
      }),
    );
  });

  it('asks both sides the same', () => {
    const fieldsOf = <T extends object>(merge: Merge<T>) => merge.conflicts.map(({ field }) => field);
    fc.assert(
      fc.property(values, values, values, (before, mine, theirs) => {
        expect(fieldsOf(mergeValues(before, mine, theirs))).toEqual(fieldsOf(mergeValues(before, theirs, mine)));
      }),
    );
  });
});
