import { z } from 'zod';
import { tlsReportSchema } from './probe-session.js';
import { instantSchema, siteNameSchema } from './scalars.js';

/** What one site last saw of a monitor's TLS and its certificate. */
export const siteCertificateSchema = z.strictObject({
  site: siteNameSchema,
  firstSeenAt: instantSchema.describe('Since when the site has seen this certificate without a break'),
  checkedAt: instantSchema.describe('When the site saw it last. While nothing changes it is written once an hour'),
  ...tlsReportSchema.shape,
});
export type SiteCertificate = z.infer<typeof siteCertificateSchema>;

/** One entry a site, by the sites' names; `daysLeft` is counted at the time of the request. */
export const siteCertificatesSchema = z.strictObject({ items: z.array(siteCertificateSchema) });
export type SiteCertificates = z.infer<typeof siteCertificatesSchema>;

export type TlsReport = z.infer<typeof tlsReportSchema>;

/** What is stored of a report: `daysLeft` would be another every day. */
export type StoredTlsReport = Omit<TlsReport, 'certificate'> & {
  readonly certificate: Omit<TlsReport['certificate'], 'daysLeft'>;
};
