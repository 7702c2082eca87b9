/** Statements about the certificates in use: those of the decision take one array a column. */

/** Places in the arrays of what must be written: what is new, has changed, or was last written an hour ago. */
export const SELECT_TO_WRITE = `
  SELECT seen.place::int
  FROM unnest($1::int[], $2::text[], $3::bytea[], $4::timestamptz[]) WITH ORDINALITY
    AS seen (monitor_key, site, digest, at, place)
  JOIN site ON site.name = seen.site
  LEFT JOIN monitor_certificate known ON known.monitor_key = seen.monitor_key AND known.site_key = site.key
  WHERE known.digest IS DISTINCT FROM seen.digest OR known.checked_at <= seen.at - interval '1 hour'`;

// The lock keeps a site that is being removed from failing the batch: either it waits for us, or its rows are left out.
export const UPSERT_CERTIFICATES = `
  INSERT INTO monitor_certificate AS known (monitor_key, site_key, fingerprint, digest, first_seen_at, checked_at, report)
  SELECT seen.monitor_key, site.key, seen.fingerprint, seen.digest, seen.at, seen.at, seen.report
  FROM unnest($1::int[], $2::text[], $3::bytea[], $4::timestamptz[], $5::text[], $6::jsonb[])
    AS seen (monitor_key, site, digest, at, fingerprint, report)
  JOIN site ON site.name = seen.site
  FOR KEY SHARE OF site
  ON CONFLICT (monitor_key, site_key) DO UPDATE
  SET fingerprint = excluded.fingerprint, digest = excluded.digest, checked_at = excluded.checked_at, report = excluded.report,
      first_seen_at = CASE WHEN known.fingerprint = excluded.fingerprint THEN known.first_seen_at ELSE excluded.first_seen_at END`;

/** What the sites that are asked now have seen, as far as the monitor still wants TLS. */
export const SELECT_CERTIFICATES = `
  SELECT site.name AS site, certificate.first_seen_at AS "firstSeenAt", certificate.checked_at AS "checkedAt",
         certificate.report, now() AS now
  FROM monitor_certificate certificate
  JOIN monitor ON monitor.key = certificate.monitor_key
  JOIN site ON site.key = certificate.site_key
  WHERE monitor.key = $1 AND site.name = ANY (monitor.sites) AND monitor.target->>'security' <> 'none'
  ORDER BY site.name`;
