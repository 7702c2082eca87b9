/** The answer of a service as JSON; undefined for what is none, such as a page of a proxy in between. */
export function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/**
 * What stands at a path within JSON; undefined if there is nothing.
 * @param path names of fields, from outside to inside
 */
export function valueAt(json: unknown, ...path: readonly string[]): unknown {
  return path.reduce<unknown>(
    (value, name) =>
      typeof value === 'object' && value !== null && Object.hasOwn(value, name)
        ? (value as Readonly<Record<string, unknown>>)[name]
        : undefined,
    json,
  );
}

/** The text at a path within JSON; null if there is none. */
export function textAt(json: unknown, ...path: readonly string[]): string | null {
  const value = valueAt(json, ...path);
  return typeof value === 'string' && value.trim() !== '' ? value : null;
}
