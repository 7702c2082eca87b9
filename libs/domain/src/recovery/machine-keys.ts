/**
 * What a machine is known by, so that two repairs of one machine find each other: its name in small letters, without the
 * final dot, and its addresses. Sorted, each once.
 */
export function machineKeys(machine: string, addresses: readonly string[]): string[] {
  const names = [machine, ...addresses].map((name) => name.toLowerCase().replace(/\.$/, ''));
  return [...new Set(names)].sort();
}
