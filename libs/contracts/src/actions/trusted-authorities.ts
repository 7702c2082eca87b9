import { z } from 'zod';

const MAX_PEM_LENGTH = 65_536;
const PEM_CERTIFICATES = /^\s*(-----BEGIN CERTIFICATE-----[A-Za-z0-9+/=\s]+-----END CERTIFICATE-----\s*)+$/;

/** Certificates of the authorities that are trusted in place of those that come with Node, as PEM; null for the latter. */
export const trustedAuthoritiesSchema = z
  .string()
  .max(MAX_PEM_LENGTH, `must be at most ${MAX_PEM_LENGTH} characters`)
  .regex(PEM_CERTIFICATES, 'must be one or more certificates in PEM, each from BEGIN CERTIFICATE to END CERTIFICATE')
  .nullable();
