import type { SiteStatus } from '@twotwenty/contracts/site';
import type { Standing } from './standing.js';

interface Words {
  readonly word: string;
  /** Completes the sentence "A site that is …". */
  readonly meaning: string;
  /** Whose shape it borrows. */
  readonly shape: Standing;
}

export const SITE_STATUS_WORDS: Readonly<Record<SiteStatus, Words>> = {
  live: { word: 'Live', meaning: 'there: its workers are heard of', shape: 'up' },
  suspect: {
    word: 'Suspect',
    meaning:
      'suspect: nearly everything fails there by the network, so its own is to blame and such votes count for nothing',
    shape: 'warn',
  },
  lost: { word: 'Lost', meaning: 'without any worker that is heard of', shape: 'lost' },
  new: { word: 'New', meaning: 'still waiting for its first worker', shape: 'uninitialized' },
};
