import { z } from 'zod';

type Json = z.core.JSONSchema.BaseSchema;

/**
 * Every field of a schema that people fill in, lists with their first item: `name`, `tags`, `tags.0`, `timing.delay.up`. Of
 * several forms those of all of them.
 */
export function fieldsOf(schema: z.ZodType): readonly string[] {
  const root = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any', reused: 'inline' });
  // What is read in place of a secret is written by no person.
  const paths = [...new Set(walk(root, ''))].filter((path) => path !== '' && !path.endsWith('.keep'));
  const hasFields = (path: string): boolean => paths.some((other) => /^\.\D/.test(after(path, other)));
  return paths.filter((path) => !hasFields(path));
}

function after(path: string, other: string): string {
  return other.startsWith(path) ? other.slice(path.length) : '';
}

function walk(schema: Json, path: string): string[] {
  const at = (name: string): string => (path === '' ? name : `${path}.${name}`);
  const forms = [...(schema.anyOf ?? []), ...(schema.oneOf ?? []), ...(schema.allOf ?? [])] as Json[];
  const properties = Object.entries(schema.properties ?? {}) as [string, Json][];
  const items = schema.items === undefined ? [] : [schema.items as Json];
  return [
    path,
    ...forms.flatMap((form) => walk(form, path)),
    ...properties.flatMap(([name, property]) => walk(property, at(name))),
    ...items.flatMap((item) => walk(item, at('0'))),
  ];
}
