/** What a new monitor begins with: a port and a way to secure the connection. The editor knows what each stands for. */
export type MonitorPreset = 'smtp' | 'submission' | 'smtps';

export interface MonitorType {
  readonly preset: MonitorPreset;
  readonly name: string;
  readonly port: number;
  readonly description: string;
  /** What people call it, in small letters. */
  readonly words: readonly string[];
}

const PRODUCTS = [
  ...['postfix', 'exim', 'sendmail', 'qmail', 'opensmtpd', 'haraka', 'exchange', 'microsoft 365', 'office 365'],
  ...['google workspace', 'gmail', 'zimbra', 'mdaemon', 'kerio', 'hmailserver', 'mailcow', 'iredmail', 'stalwart'],
];

/** The types of monitor in the order in which they are offered. */
export const MONITOR_TYPES: readonly MonitorType[] = [
  {
    preset: 'smtp',
    name: 'SMTP',
    port: 25,
    description: 'A mail server that takes mail from other servers',
    words: [
      ...['smtp', 'mail', 'email', 'e-mail', 'mail server', 'mx', 'mail exchanger', 'mta', 'relay', 'smarthost'],
      ...['gateway', 'inbound', 'incoming', 'esmtp', 'starttls', 'port 25', '25', 'tcp 25', ...PRODUCTS],
    ],
  },
  {
    preset: 'submission',
    name: 'SMTP submission',
    port: 587,
    description: 'Where people and programs hand in mail, with STARTTLS',
    words: [
      ...['submission', 'smtp', 'mail', 'email', 'e-mail', 'mail server', 'msa', 'outgoing', 'outbound', 'sending'],
      ...['client', 'outlook', 'thunderbird', 'starttls', 'tls', 'port 587', '587', 'tcp 587', ...PRODUCTS],
    ],
  },
  {
    preset: 'smtps',
    name: 'SMTP over TLS',
    port: 465,
    description: 'The same with TLS from the start',
    words: [
      ...['smtps', 'ssmtp', 'smtp', 'ssl', 'tls', 'implicit tls', 'submissions', 'mail', 'email', 'e-mail'],
      ...['mail server', 'outgoing', 'secure', 'certificate', 'port 465', '465', 'tcp 465', ...PRODUCTS],
    ],
  },
];

/**
 * The types that people may mean, those first that are called exactly so.
 * @param search as it was typed; empty for all
 */
export function findMonitorTypes(search: string): readonly MonitorType[] {
  const wanted = search.trim().toLowerCase().replaceAll(/\s+/g, ' ');
  if (wanted === '') return MONITOR_TYPES;
  const exact = MONITOR_TYPES.filter(({ words }) => words[0] === wanted);
  const others = MONITOR_TYPES.filter((type) => !exact.includes(type) && isMeant(type, wanted));
  return [...exact, ...others];
}

/** All that was typed is the beginning of what it is called, or every word of it is. */
function isMeant({ words, name }: MonitorType, wanted: string): boolean {
  const names = [...words, name.toLowerCase()];
  const begins = (text: string) => names.some((word) => word.startsWith(text) || word.includes(` ${text}`));
  return begins(wanted) || wanted.split(' ').every(begins);
}
