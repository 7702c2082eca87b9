import type { SiteCertificate, StoredTlsReport, TlsReport } from '@twotwenty/contracts/certificate';
import { createHash } from 'node:crypto';
import type { DataSource, EntityManager } from 'typeorm';
import { SELECT_CERTIFICATES, SELECT_TO_WRITE, UPSERT_CERTIFICATES } from './certificate.sql.js';
import { keyOfMonitor } from './monitor.key.js';
import { runOverRows } from './rows.js';

const DAY_MS = 24 * 3600 * 1000;

/** What a site has just seen of a monitor's TLS. */
export interface SeenCertificate {
  readonly monitorKey: number;
  readonly site: string;
  readonly at: Date;
  readonly tls: TlsReport;
}

interface CertificateRow {
  readonly site: string;
  readonly firstSeenAt: Date;
  readonly checkedAt: Date;
  readonly report: StoredTlsReport;
  readonly now: Date;
}

/** The certificates that are in use. */
export class CertificateRepository {
  constructor(private readonly dataSource: DataSource) {}

  /** What each site of a monitor last saw, by the sites' names. @throws StorageError `not-found` */
  async list(monitorId: string): Promise<SiteCertificate[]> {
    const key = await keyOfMonitor(this.dataSource.manager, monitorId);
    const rows = await this.dataSource.query<CertificateRow[]>(SELECT_CERTIFICATES, [key]);
    return rows.map(toSiteCertificate);
  }
}

/**
 * Keeps what was seen, in the transaction of the caller, who holds the lock of each monitor's state. Two statements
 * whatever the number of rows, none without rows. Nearly always only the first is needed: it compares digests and writes
 * nothing, so that a test of a server whose certificate has not changed costs one look-up by key.
 *
 * @param seen one row for each monitor and site at most
 */
export async function saveCertificates(manager: EntityManager, seen: readonly SeenCertificate[]): Promise<void> {
  const rows = seen.map(toRow);
  const columns = [
    (row: Row) => row.monitorKey,
    (row: Row) => row.site,
    (row: Row) => row.digest,
    (row: Row) => row.at,
  ];
  const found = await runOverRows<Row, { place: number }>(manager, SELECT_TO_WRITE, rows, columns);
  const places = new Set(found.map(({ place }) => place));
  const toWrite = rows.filter((_row, index) => places.has(index + 1));
  await runOverRows(manager, UPSERT_CERTIFICATES, toWrite, [
    ...columns,
    (row: Row) => row.fingerprint,
    (row: Row) => row.report,
  ]);
}

/**
 * Forgets what was seen of a monitor that has another server now, and what the tests begun so far may yet report, in the
 * transaction of the caller, who holds the lock of the monitor's state.
 */
export async function forgetCertificates(manager: EntityManager, monitorKey: number): Promise<void> {
  await manager.query('UPDATE monitor_state SET certificates_after_test = test_number WHERE monitor_key = $1', [
    monitorKey,
  ]);
  await manager.query('DELETE FROM monitor_certificate WHERE monitor_key = $1', [monitorKey]);
}

type Row = ReturnType<typeof toRow>;

function toRow({ monitorKey, site, at, tls }: SeenCertificate) {
  const { daysLeft: _, ...certificate } = tls.certificate;
  const stored: StoredTlsReport = { ...tls, certificate };
  const report = JSON.stringify(stored);
  const digest = createHash('sha256').update(report).digest();
  return { monitorKey, site, at, report, digest, fingerprint: certificate.fingerprint };
}

function toSiteCertificate({ site, firstSeenAt, checkedAt, report, now }: CertificateRow): SiteCertificate {
  const { certificate } = report;
  const daysLeft = Math.floor((Date.parse(certificate.notAfter) - now.getTime()) / DAY_MS);
  return {
    site,
    firstSeenAt: firstSeenAt.toISOString(),
    checkedAt: checkedAt.toISOString(),
    ...report,
    certificate: { ...certificate, daysLeft },
  };
}
