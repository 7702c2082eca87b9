import { MantineProvider } from '@mantine/core';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { createMemoryHistory, createRootRoute, createRouter, RouterContextProvider } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import type { FieldProblems } from '../form/field-problems.js';

/** A form, or a part of one, in one of its states. */
export type Rendering = (problems: FieldProblems) => ReactNode;

const router = createRouter({ routeTree: createRootRoute(), history: createMemoryHistory() });

/**
 * Refuses every field and looks where the form says so.
 * @returns the fields of which it is said nowhere, or where nobody who does not see it would hear of it
 */
export function unsaid(fields: readonly string[], renderings: readonly Rendering[]): string[] {
  const problems = new Map(fields.map((field, index) => [field, `is refused as no. ${index}`]));
  let left = fields;
  for (const rendering of renderings) {
    if (left.length === 0) break;
    const markup = markupOf(rendering(problems));
    left = left.filter((field) => !isSaidAtField(markup, `${problems.get(field)}.`));
  }
  return [...left];
}

function markupOf(form: ReactNode): string {
  return renderToStaticMarkup(
    <MantineProvider>
      <QueryClientProvider client={new QueryClient()}>
        <RouterContextProvider router={router as never}>{form}</RouterContextProvider>
      </QueryClientProvider>
    </MantineProvider>,
  );
}

/** Something names the words as its description, or they can be reached by the keyboard themselves. */
function isSaidAtField(markup: string, message: string): boolean {
  const described = describedBy(markup);
  // In the text of an element, not in one of its attributes.
  const tags = markup
    .split(message)
    .slice(0, -1)
    .map((before) => /<([^<>]*)>[^<>]*$/.exec(before)?.[1] ?? '');
  return tags.some((tag) => {
    const id = / id="([^"]+)"/.exec(tag)?.[1];
    return tag.includes('data-problem') || (id !== undefined && described.has(id));
  });
}

function describedBy(markup: string): ReadonlySet<string> {
  return new Set(
    [...markup.matchAll(/aria-describedby="([^"]*)"/g)].flatMap(([, ids = '']) => ids.trim().split(/\s+/)),
  );
}
