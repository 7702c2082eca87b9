import { join } from 'node:path';
import type { textLogSettings } from '@twotwenty/contracts/actions/text-log';
import type { plainSecretSchema } from '@twotwenty/contracts/secret';
import type { z } from 'zod';
import type { Channel, Notice } from '../channel.js';
import { delivered, notDelivered, OUT_OF_TIME, reasonOf } from '../outcomes.js';
import { jsonRecord, lineRecord } from './log-record.js';
import { appendRotating } from './rotating-file.js';

export type TextLogSettings = z.output<ReturnType<typeof textLogSettings<typeof plainSecretSchema>>>;

export interface TextLogOptions {
  /** Where the files are; it has to be there. Null: this channel is off. */
  readonly folder: string | null;
}

/** Writes notices into files. A repetition is written again, with the same id. */
export function createTextLogChannel({ folder }: TextLogOptions): Channel<TextLogSettings> {
  return {
    async deliver(notice, settings, { signal }) {
      if (folder === null) return notDelivered('text logs are off: this server was given no folder for them', false);
      if (signal.aborted) return notDelivered(`${settings.file}: ${OUT_OF_TIME}`, true);
      try {
        await appendRotating(join(folder, settings.file), recordOf(notice, settings), settings);
        return delivered(`written to ${settings.file}`);
      } catch (error) {
        // A full disk, missing rights: whoever mends that changes no settings.
        return notDelivered(`could not write to ${settings.file}: ${reasonOf(error)}`, true);
      }
    },
  };
}

function recordOf(notice: Notice, { format }: TextLogSettings): Buffer {
  return Buffer.from(format === 'json' ? jsonRecord(notice) : lineRecord(notice));
}
