import type { emailSettings } from '@twotwenty/contracts/actions/email';
import type { plainSecretSchema } from '@twotwenty/contracts/secret';
import type { z } from 'zod';

export type EmailSettings = z.output<ReturnType<typeof emailSettings<typeof plainSecretSchema>>>;
export type RelaySettings = EmailSettings['relays'][number];
