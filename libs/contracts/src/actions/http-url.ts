import { z } from 'zod';

const MAX_URL_LENGTH = 2048;

/** An address that is asked by HTTP. No user and password in it: addresses are shown, secrets are not. */
export const httpUrlSchema = z
  .string()
  .max(MAX_URL_LENGTH)
  .refine((text) => {
    const url = URL.canParse(text) ? new URL(text) : null;
    return url !== null && /^https?:$/.test(url.protocol) && url.username === '' && url.password === '';
  }, 'must be an http or https URL without user and password, such as https://hooks.example.com/notify');
