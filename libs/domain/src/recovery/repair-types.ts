/** The types of action that repair; all others tell somebody. */
export const REPAIR_TYPES = ['restart-services', 'reboot-server', 'recovery-program'] as const;
export type RepairType = (typeof REPAIR_TYPES)[number];

export function isRepairType(type: string): type is RepairType {
  return (REPAIR_TYPES as readonly string[]).includes(type);
}
