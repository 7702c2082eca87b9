import type { PipeTransform } from '@nestjs/common';
import { idSchema, siteNameSchema, tagSchema } from '@twotwenty/contracts/scalars';
import type { z } from 'zod';
import { ProblemError } from './problem.js';

/** A part of the path that names a thing. What can't be a name names nothing, so the answer is 404. */
function nameInPath(schema: z.ZodType<string>, detail: string): PipeTransform<string, string> {
  return {
    transform(value: string): string {
      const parsed = schema.safeParse(value);
      if (!parsed.success) throw new ProblemError(404, detail);
      return parsed.data;
    },
  };
}

/** For `@Param('id', idInPath)`. */
export const idInPath = nameInPath(idSchema, 'There is nothing of that id: ids are UUIDs.');

/** For `@Param('tag', tagInPath)`. */
export const tagInPath = nameInPath(tagSchema, 'There is no monitor with that tag.');

/** For `@Param('name', siteNameInPath)`. */
export const siteNameInPath = nameInPath(siteNameSchema, 'There is no site of that name.');
