import { StandardSchemaValidationPipe } from '@nestjs/common';
import { fieldErrors } from './field-errors.js';
import { invalidFields } from './problem.js';

/** Checks every parameter that names a schema, `@Body({ schema })` and `@Query({ schema })`, and names every bad field. */
export const validationPipe = new StandardSchemaValidationPipe({
  exceptionFactory: (issues) => invalidFields(fieldErrors(issues)),
});
