import { Body, Controller, Get, HttpCode, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import {
  templatePreviewInputSchema,
  templatePreviewSchema,
  templateTokensSchema,
  type TemplatePreview,
  type TemplatePreviewInput,
  type TemplateTokens,
} from '@twotwenty/contracts/template-preview';
import { render, unknownTokens } from '@twotwenty/domain/alerting/template';
import { FAILURE_PREVIEW, RECOVERY_PREVIEW, TOKEN_NAMES, TOKENS } from '@twotwenty/domain/alerting/template-tokens';
import { Answers, Problems } from '../http/api-doc.js';

/** What an editor of templates needs. */
@ApiTags('templates')
@Controller('api/v1/templates')
export class TemplatesController {
  @Get('tokens')
  @Answers(200, templateTokensSchema, 'All tokens, with what they stand for')
  @Problems(401)
  tokens(): TemplateTokens {
    return { items: TOKEN_NAMES.map((name) => ({ name, ...TOKENS[name] })) };
  }

  @Post('preview')
  @HttpCode(200)
  @Answers(200, templatePreviewSchema, 'The template with examples in place of its tokens')
  @Problems(400, 401, 413, 415, 422)
  preview(
    @Body({ schema: templatePreviewInputSchema }) { subject, text, kind }: TemplatePreviewInput,
  ): TemplatePreview {
    const values = kind === 'failure' ? FAILURE_PREVIEW : RECOVERY_PREVIEW;
    return {
      subject: render(subject, values),
      text: render(text, values),
      unknownTokens: [...new Set([...unknownTokens(subject), ...unknownTokens(text)])],
    };
  }
}
