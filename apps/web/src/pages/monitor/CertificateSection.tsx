import type { SiteCertificate } from '@twotwenty/contracts/certificate';
import { useCertificates } from '../../api/monitor-history.js';
import { Fact, Facts } from '../../app/Facts.js';
import { Section } from '../../app/Section.js';
import { formatExact } from '../../time/relative-time.js';
import classes from './AlertsSection.module.css';

const SOON_DAYS = 14;

/** The certificate that the sites saw last. The same one is shown once. */
export function CertificateSection({ monitorId }: { readonly monitorId: string }) {
  const { data, error } = useCertificates(monitorId, true);
  const different = new Map((data ?? []).map((seen) => [seen.certificate.fingerprint, seen]));
  return (
    <Section title="TLS certificate">
      {data === undefined && <p className={classes.nothing}>{error?.message ?? 'Loading the certificate …'}</p>}
      {data?.length === 0 && <p className={classes.nothing}>No site has completed a TLS handshake yet.</p>}
      {[...different.values()].map((seen) => (
        <CertificateFacts
          key={seen.certificate.fingerprint}
          seen={seen}
          sites={(data ?? []).filter(({ certificate }) => certificate.fingerprint === seen.certificate.fingerprint)}
        />
      ))}
    </Section>
  );
}

interface CertificateFactsProps {
  readonly seen: SiteCertificate;
  readonly sites: readonly SiteCertificate[];
}

function CertificateFacts({ seen, sites }: CertificateFactsProps) {
  const { certificate, protocol, cipher, valid, checkedAt } = seen;
  const { daysLeft, notAfter } = certificate;
  return (
    <Facts>
      <Fact
        name="Expires"
        value={
          <span className={daysLeft < SOON_DAYS ? classes.warning : undefined}>
            {daysLeft < 0 ? 'Expired' : daysLeft === 1 ? 'In 1 day' : `In ${daysLeft} days`}, {formatExact(notAfter)}
          </span>
        }
      />
      <Fact name="Trusted" value={valid ? 'Yes' : <span className={classes.warning}>No</span>} />
      <Fact name="Subject" value={<bdi>{certificate.subject}</bdi>} />
      <Fact name="Names" value={certificate.names.length === 0 ? null : <bdi>{certificate.names.join(', ')}</bdi>} />
      <Fact name="Issuer" value={<bdi>{certificate.issuer}</bdi>} />
      <Fact name="TLS" value={`${protocol}, ${cipher}, ${certificate.key}`} />
      <Fact
        name="Seen by"
        value={`${sites.map(({ site }) => site).join(', ')}, last checked ${formatExact(checkedAt)}`}
      />
    </Facts>
  );
}
