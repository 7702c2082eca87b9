import { MONITOR_NOTICE_KINDS } from '@twotwenty/domain/alerting/notice-kinds';
import { TOKEN_NAMES } from '@twotwenty/domain/alerting/template-tokens';
import { z } from 'zod';
import { templateSchema } from './alert.js';

/** A template to be tried. */
export const templatePreviewInputSchema = z.strictObject({
  ...templateSchema.shape,
  kind: z.enum(MONITOR_NOTICE_KINDS).default('failure').describe('Whose examples are put in'),
});
export type TemplatePreviewInput = z.infer<typeof templatePreviewInputSchema>;

/** A template with examples in place of its tokens. */
export const templatePreviewSchema = z.strictObject({
  subject: z.string(),
  text: z.string(),
  unknownTokens: z.array(z.string()).describe('As written: they stay in the text as they are'),
});
export type TemplatePreview = z.infer<typeof templatePreviewSchema>;

/** What templates may name. */
export const templateTokensSchema = z.strictObject({
  items: z.array(z.strictObject({ name: z.enum(TOKEN_NAMES), meaning: z.string(), example: z.string() })),
});
export type TemplateTokens = z.infer<typeof templateTokensSchema>;
