import type { SeriesPhase } from '@twotwenty/contracts/series';

/** What people call the parts of a session. */
export const PHASE_WORDS: Readonly<Record<SeriesPhase, { readonly word: string; readonly meaning: string }>> = {
  dns: { word: 'Name', meaning: 'looking up the name (DNS)' },
  connect: { word: 'Connect', meaning: 'opening the TCP connection' },
  tls: { word: 'TLS', meaning: 'the TLS handshake' },
  greeting: { word: 'Greeting', meaning: 'waiting for the 220' },
  ehlo: { word: 'EHLO', meaning: 'the answers to EHLO and STARTTLS' },
  quit: { word: 'QUIT', meaning: 'the answer to QUIT' },
  other: { word: 'Other', meaning: 'what is left of the session' },
};

const DAY_SECONDS = 86_400;

const formats = {
  second: new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit', second: '2-digit' }),
  minute: new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit' }),
  day: new Intl.DateTimeFormat(undefined, { month: 'short', day: 'numeric' }),
  bucket: new Intl.DateTimeFormat(undefined, { month: 'short', day: 'numeric', hour: '2-digit', minute: '2-digit' }),
  fineBucket: new Intl.DateTimeFormat(undefined, {
    month: 'short',
    day: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
  }),
};

/**
 * Times along the axis, in the viewer's zone and habits.
 * @param seconds since 1970, one for each mark
 * @param stepSeconds from mark to mark
 */
export function axisTimes(seconds: readonly number[], stepSeconds: number): string[] {
  return seconds.map((second) => {
    const date = new Date(second * 1000);
    if (stepSeconds >= DAY_SECONDS) return formats.day.format(date);
    if (date.getHours() === 0 && date.getMinutes() === 0 && date.getSeconds() === 0) return formats.day.format(date);
    return (stepSeconds < 60 ? formats.second : formats.minute).format(date);
  });
}

/** When a bucket begins. */
export function bucketTime(ms: number, bucketSeconds: number): string {
  return (bucketSeconds < 60 ? formats.fineBucket : formats.bucket).format(new Date(ms));
}
