import { CERTIFICATE_FIELDS, choices, HOST, namedChoices } from './field-specs.js';
import type { FieldSpec, SettingsDraft } from './settings-draft.js';

const FACILITIES = [
  ...['kern', 'user', 'mail', 'daemon', 'auth', 'syslog', 'lpr', 'news', 'uucp', 'cron', 'authpriv', 'ftp'],
  ...['ntp', 'audit', 'alert', 'clock', 'local0', 'local1', 'local2', 'local3', 'local4', 'local5', 'local6', 'local7'],
];
const SEVERITIES = ['emergency', 'alert', 'critical', 'error', 'warning', 'notice', 'informational', 'debug'];

const isTls = ({ transport }: SettingsDraft): boolean => transport === 'tls';
const isStream = ({ transport }: SettingsDraft): boolean => transport !== 'udp';

export const SYSLOG_FIELDS: readonly FieldSpec[] = [
  HOST,
  {
    kind: 'choice',
    name: 'transport',
    label: 'Transport',
    initial: 'udp',
    options: choices({ udp: 'UDP', tcp: 'TCP', tls: 'TLS' }),
  },
  { kind: 'number', name: 'port', label: 'Port', help: 'Empty: 514, for TLS 6514', initial: null, optional: true },
  {
    kind: 'choice',
    name: 'framing',
    label: 'Messages are told apart by',
    initial: 'octet-counting',
    options: choices({ 'octet-counting': 'Their length', 'line-break': 'A line break, for old collectors' }),
    when: isStream,
  },
  { kind: 'choice', name: 'facility', label: 'Facility', initial: 'local0', options: namedChoices(FACILITIES) },
  {
    kind: 'choice',
    name: 'failureSeverity',
    label: 'Severity of failures',
    initial: 'error',
    options: namedChoices(SEVERITIES),
  },
  {
    kind: 'choice',
    name: 'recoverySeverity',
    label: 'Severity of recoveries',
    initial: 'notice',
    options: namedChoices(SEVERITIES),
  },
  { kind: 'text', name: 'appName', label: 'Name of the application', initial: 'twotwenty' },
  { kind: 'text', name: 'hostname', label: 'Name of the host', help: 'Empty: its own name', optional: true },
  { kind: 'text', name: 'structuredDataId', label: 'Id of the structured data', initial: 'twotwenty@32473' },
  {
    kind: 'number',
    name: 'maxBytes',
    label: 'Longer messages are cut at',
    help: 'Empty: 2,048 for UDP, 8,192 for TCP and TLS',
    unit: 'bytes',
    initial: null,
    optional: true,
  },
  ...CERTIFICATE_FIELDS(isTls),
];

const isV3 = ({ version }: SettingsDraft): boolean => version === 'v3';

export const SNMP_FIELDS: readonly FieldSpec[] = [
  {
    kind: 'choice',
    name: 'version',
    label: 'Version',
    initial: 'v2c',
    options: choices({ v2c: 'v2c, with a community', v3: 'v3, with a user' }),
  },
  HOST,
  { kind: 'number', name: 'port', label: 'Port', initial: 162 },
  { kind: 'switch', name: 'inform', label: 'The manager has to acknowledge (inform)', initial: false },
  {
    kind: 'text',
    name: 'enterpriseOid',
    label: 'OID of the enterprise',
    help: 'Of twoTwentyMIB in TWOTWENTY-MIB.txt',
    initial: '1.3.6.1.4.1.8072.9999.9999.220',
  },
  { kind: 'secret', name: 'community', label: 'Community', when: (settings) => !isV3(settings) },
  { kind: 'text', name: 'user', label: 'User', when: isV3 },
  {
    kind: 'choice',
    name: 'authentication',
    label: 'Authentication',
    initial: 'sha256',
    options: choices({ sha: 'SHA-1', sha224: 'SHA-224', sha256: 'SHA-256', sha384: 'SHA-384', sha512: 'SHA-512' }),
    when: isV3,
  },
  { kind: 'secret', name: 'authenticationPassword', label: 'Password of the authentication', when: isV3 },
  {
    kind: 'choice',
    name: 'privacy',
    label: 'Privacy',
    initial: 'aes128',
    options: choices({
      aes128: 'AES-128',
      'aes256-blumenthal': 'AES-256 as Net-SNMP makes its key',
      'aes256-reeder': 'AES-256 as Cisco makes its key',
      none: 'None',
    }),
    when: isV3,
  },
  {
    kind: 'secret',
    name: 'privacyPassword',
    label: 'Password of the privacy',
    when: (settings) => isV3(settings) && settings['privacy'] !== 'none',
  },
  {
    kind: 'text',
    name: 'engineId',
    label: 'Id of our engine',
    help: 'In hexadecimal; managers must know it to accept a trap',
    initial: '80001f880474776f7477656e7479',
    when: isV3,
  },
];

export const TEXT_LOG_FIELDS: readonly FieldSpec[] = [
  {
    kind: 'text',
    name: 'file',
    label: 'File',
    help: 'Name of a file in the folder of logs, without its path',
    placeholder: 'alerts.log',
  },
  {
    kind: 'choice',
    name: 'format',
    label: 'Format',
    initial: 'line',
    options: choices({ line: 'A line for people', json: 'JSON for programs' }),
  },
  {
    kind: 'number',
    name: 'maxBytes',
    label: 'A file is put aside at',
    unit: 'bytes',
    initial: 10_485_760,
  },
  { kind: 'number', name: 'keepFiles', label: 'Files that are kept', initial: 5 },
];
