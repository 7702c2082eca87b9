import { Controller, Get, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { auditEntrySchema, auditQuerySchema, type AuditEntry, type AuditQuery } from '@twotwenty/contracts/audit';
import type { Page } from '@twotwenty/contracts/http';
import { AuditRepository } from '@twotwenty/database/repositories/audit.repository';
import { AnswersPage, Problems } from '../http/api-doc.js';
import { bigKeyCursor, readCursor, toPage } from '../http/cursor.js';

/** Who did what to credentials, keys and repairs. */
@ApiTags('audit')
@Controller('api/v1/audit')
export class AuditController {
  constructor(private readonly audit: AuditRepository) {}

  @Get()
  @AnswersPage(auditEntrySchema, 'Entries of the audit log, newest first')
  @Problems(401, 422)
  async list(@Query({ schema: auditQuerySchema }) query: AuditQuery): Promise<Page<AuditEntry>> {
    const { limit, cursor, ...filter } = query;
    return toPage(await this.audit.list(limit, readCursor(bigKeyCursor, cursor), filter));
  }
}
