import { Controller, Get, Param } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { siteCertificatesSchema, type SiteCertificates } from '@twotwenty/contracts/certificate';
import { CertificateRepository } from '@twotwenty/database/repositories/certificate.repository';
import { Answers, Problems } from '../http/api-doc.js';
import { idInPath } from '../http/parameters.js';

/** The certificates that are in use. */
@ApiTags('certificates')
@Controller('api/v1/monitors')
export class CertificatesController {
  constructor(private readonly certificates: CertificateRepository) {}

  @Get(':id/certificates')
  @Answers(
    200,
    siteCertificatesSchema,
    'What each site last saw of the TLS of the monitor, by name; no entry for a site without a completed handshake',
  )
  @Problems(401, 404)
  async list(@Param('id', idInPath) id: string): Promise<SiteCertificates> {
    return { items: await this.certificates.list(id) };
  }
}
