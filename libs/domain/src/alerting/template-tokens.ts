/** What a token stands for, as the editor of templates explains it, with the value that its preview shows. */
interface TokenEntry {
  readonly meaning: string;
  readonly example: string;
}

/**
 * All tokens of templates. Written `{{monitor}}`; spaces inside and capitals don't matter. Names are stable: people have
 * them in their templates. A value that is not known is an empty text.
 */
export const TOKENS = {
  monitor: { meaning: 'Name of the monitor', example: 'MX Frankfurt' },
  device: { meaning: 'Name of the device', example: 'mail-gw-1' },
  address: { meaning: 'Host name or address that is tested', example: 'mx1.example.com' },
  port: { meaning: 'Port that is tested', example: '25' },
  'ip-address': { meaning: 'Address that was connected to, if one was', example: '192.0.2.25' },
  security: { meaning: 'none, starttls or tls', example: 'starttls' },
  tags: { meaning: 'Tags of the monitor, with commas between them', example: 'mx, frankfurt' },
  kind: {
    meaning: 'failure or recovery; site-lost, site-back, site-suspect or site-trusted in a notice about a site',
    example: 'failure',
  },
  state: { meaning: 'State now: Up, Warn, Down or Lost', example: 'Down' },
  'state-before': { meaning: 'State before the test', example: 'Warn' },
  failures: { meaning: 'Failed tests in a row', example: '3' },
  alert: { meaning: 'Number of the alert within the incident', example: '1' },
  'max-alerts': { meaning: 'Alerts after which the monitor is Lost and no more are raised', example: '3' },
  'alert-name': { meaning: 'Name of the alert whose action this is', example: 'Mail team' },
  reason: {
    meaning: 'Why the test failed, in one sentence',
    example: 'The server greeted with 554, no SMTP service here (permanent): 5.3.2 No service here',
  },
  code: { meaning: 'The failure as a code to filter by', example: 'greeting-no-service' },
  'look-at': {
    meaning: 'What to look at first',
    example: 'Access lists and block lists on the mail server that cover the address of the probe.',
  },
  phase: {
    meaning: 'Phase in which the test failed: dns, connect, tls, greeting, ehlo, starttls, auth or quit',
    example: 'greeting',
  },
  'reply-code': { meaning: 'Code of the last reply of the server', example: '554' },
  reply: { meaning: 'Text of the last reply of the server', example: '5.3.2 No service here' },
  timings: {
    meaning: 'How long each phase took',
    example: 'dns 3 ms, connect 21 ms, greeting 150 ms, total 177 ms',
  },
  'total-ms': { meaning: 'Milliseconds the test took', example: '177' },
  sites: {
    meaning: 'What each site voted',
    example: 'failed: frankfurt, london; passed: none; no answer: tokyo',
  },
  'sites-failed': { meaning: 'Sites from which the test failed', example: 'frankfurt, london' },
  'sites-passed': { meaning: 'Sites from which it passed', example: '' },
  'test-number': { meaning: 'Number of the test', example: '4711' },
  'incident-id': {
    meaning: 'Identity of the incident, the same in all its notices',
    example: '0192f0c1-7d4e-7c3a-9b1d-2f5a8c6e4b10',
  },
  'incident-start': { meaning: 'When the first of these tests failed', example: '2026-03-02 03:12:40 +01:00' },
  'incident-duration': { meaning: 'Time since then', example: '2 min 5 s' },
  time: { meaning: 'When this was decided', example: '2026-03-02 03:14:45 +01:00' },
  'time-utc': { meaning: 'The same in UTC, ISO 8601', example: '2026-03-02T02:14:45.000Z' },
  repairs: {
    meaning: 'Repairs that this alert begins, and where those are released that wait for somebody',
    example:
      'restart-services waits for you: https://monitor.example.com/action-runs/0192f0c1-7d4e-7c3a-9b1d-2f5a8c6e4b11',
  },
  site: { meaning: 'Name of the site, in a notice about a site', example: '' },
  'site-monitors': {
    meaning: 'How many monitors the site tests, and how many have no data without it, in a notice about a site',
    example: '',
  },
  link: { meaning: 'Address of the page of the monitor', example: 'https://monitor.example.com/monitors/42' },
} as const satisfies Readonly<Record<string, TokenEntry>>;

export type TokenName = keyof typeof TOKENS;
export type TokenValues = Readonly<Record<TokenName, string>>;

export const TOKEN_NAMES = Object.keys(TOKENS) as readonly TokenName[];

export function isTokenName(name: string): name is TokenName {
  return Object.hasOwn(TOKENS, name);
}

/** Nothing is known: what a notice of another kind, or of an older version, does not say is empty. */
export const NO_VALUES = Object.fromEntries(TOKEN_NAMES.map((name) => [name, ''])) as TokenValues;

/** Values for the preview of a template for a failure. */
export const FAILURE_PREVIEW = Object.fromEntries(
  TOKEN_NAMES.map((name) => [name, TOKENS[name].example]),
) as TokenValues;

/** Values for the preview of a template for a recovery. */
export const RECOVERY_PREVIEW: TokenValues = {
  ...FAILURE_PREVIEW,
  kind: 'recovery',
  state: 'Up',
  'state-before': 'Down',
  failures: '0',
  reason: '',
  code: '',
  'look-at': '',
  phase: '',
  'reply-code': '220',
  reply: 'mx1.example.com ESMTP',
  sites: 'failed: none; passed: frankfurt, london, tokyo; no answer: none',
  repairs: '',
  'sites-failed': '',
  'sites-passed': 'frankfurt, london, tokyo',
  'test-number': '4716',
  'incident-duration': '9 min 5 s',
  time: '2026-03-02 03:21:45 +01:00',
  'time-utc': '2026-03-02T02:21:45.000Z',
};
