import { applyDecorators } from '@nestjs/common';
import { ApiResponse } from '@nestjs/swagger';
import { pageSchema, problemSchema } from '@twotwenty/contracts/http';
import { STATUS_CODES } from 'node:http';
import type { z } from 'zod';
import { reference } from './api-schemas.js';

/** Documents what a route answers. */
export function Answers(status: number, schema: z.ZodType, description: string): MethodDecorator {
  return ApiResponse({ status, description, standardSchema: schema });
}

/** Documents a route that answers with a page of a list. */
export function AnswersPage(item: z.ZodType, description: string): MethodDecorator {
  return Answers(200, pageSchema(item), description);
}

/** Documents the problems a route may answer with. */
export function Problems(...statuses: number[]): MethodDecorator {
  const content = { 'application/problem+json': { schema: reference(problemSchema) } };
  return applyDecorators(
    ...statuses.map((status) => ApiResponse({ status, description: STATUS_CODES[status] ?? 'Problem', content })),
  );
}
