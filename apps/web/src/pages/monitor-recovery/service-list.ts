/** The services with one more at the end; the same ones when it is empty or among them already. */
export function addService(services: readonly string[], name: string): string[] {
  return addServices(services, [name]);
}

/** The services with those that are new to them at the end, in their order. */
export function addServices(services: readonly string[], names: readonly string[]): string[] {
  return [...new Set([...services, ...names.map((name) => name.trim()).filter((name) => name !== '')])];
}

/** The services with one moved to another place; the same ones when there is no such place. */
export function moveService(services: readonly string[], from: number, to: number): string[] {
  const moved = services[from];
  if (moved === undefined || to < 0 || to >= services.length) return [...services];
  return services.toSpliced(from, 1).toSpliced(to, 0, moved);
}

interface Named {
  readonly name: string;
  readonly description: string;
}

/** Those whose name or description holds the text, without regard to case. */
export function findServices<S extends Named>(services: readonly S[], text: string): S[] {
  const wanted = text.trim().toLowerCase();
  return services.filter(({ name, description }) => `${name}\n${description}`.toLowerCase().includes(wanted));
}
