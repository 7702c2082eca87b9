import { z } from 'zod';
import { lineSchema, uniqueList } from '../scalars.js';
import type { plainSecretSchema } from '../secret.js';
import { httpHeadersSchema } from './http-headers.js';
import { httpUrlSchema } from './http-url.js';

const MAX_RECIPIENTS = 20;
const MAX_PARAMETERS = 20;

const phoneNumberSchema = z
  .string()
  .regex(/^\+?\d{3,15}$/, 'must be a telephone number of 3 to 15 digits such as +491701234567, without spaces');

const parameterNameSchema = z
  .string()
  .regex(/^[A-Za-z0-9_.[\]-]{1,64}$/, 'must be 1 to 64 of A-Z, a-z, 0-9, _, ., -, [ and ]');

/** A gateway that sends SMS for a request by HTTP. */
export function smsSettings<S extends z.ZodType>(secret: S) {
  return z
    .strictObject({
      url: httpUrlSchema,
      method: z.enum(['GET', 'POST', 'PUT']).default('POST'),
      format: z
        .enum(['json', 'form', 'query'])
        .default('json')
        .describe('Where the parameters stand: in a body as JSON or as a form, or in the query of the URL'),
      headers: httpHeadersSchema(secret).default([]),
      recipients: uniqueList(phoneNumberSchema, 1, MAX_RECIPIENTS),
      recipientsAs: z
        .enum(['each', 'list', 'comma'])
        .default('each')
        .describe('One request for each recipient, or one for all: as a list, or with commas between them'),
      from: lineSchema(1, 32).nullable().default(null).describe('Number or name of the sender; null: not sent'),
      recipientParameter: parameterNameSchema.default('to'),
      fromParameter: parameterNameSchema.default('from'),
      textParameter: parameterNameSchema.default('text'),
      parameters: z
        .array(z.strictObject({ name: parameterNameSchema, value: secret }))
        .max(MAX_PARAMETERS, `must be at most ${MAX_PARAMETERS} parameters`)
        .default([])
        .describe('Further parameters, such as the key of an account'),
      content: z.enum(['subject', 'text']).default('text').describe('What is sent of the notice'),
      maxLength: z
        .int()
        .min(20, 'must be 20 to 1600')
        .max(1600, 'must be 20 to 1600')
        .default(160)
        .describe('Longer texts are cut, characters'),
      expectedAnswer: lineSchema(1, 200)
        .nullable()
        .default(null)
        .describe('A text without which an answer is a failure; null: every 2xx is a success'),
    })
    .refine(({ method, format }) => method !== 'GET' || format === 'query', {
      path: ['format'],
      message: 'must be query with the method GET, which has no body',
    })
    .refine((settings) => hasDistinctParameters(settings), {
      path: ['parameters'],
      message: 'must not use the name of another parameter',
    });
}

/** With the secrets in the clear, as the channel uses them. */
export type SmsSettings = z.infer<ReturnType<typeof smsSettings<typeof plainSecretSchema>>>;

interface ParameterNames {
  readonly recipientParameter: string;
  readonly fromParameter: string;
  readonly textParameter: string;
  readonly parameters: readonly { readonly name: string }[];
}

function hasDistinctParameters(settings: ParameterNames): boolean {
  const { recipientParameter, fromParameter, textParameter, parameters } = settings;
  const names = [recipientParameter, fromParameter, textParameter, ...parameters.map(({ name }) => name)];
  return new Set(names).size === names.length;
}
