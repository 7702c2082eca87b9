import { CERTIFICATE_FIELDS, choices, HEADERS, HOST } from './field-specs.js';
import type { FieldSpec } from './settings-draft.js';

const RELAY_FIELDS: readonly FieldSpec[] = [
  HOST,
  {
    kind: 'number',
    name: 'port',
    label: 'Port',
    help: '587 for submission, 465 for TLS from the start, 25 for a plain relay',
    initial: 587,
  },
  {
    kind: 'choice',
    name: 'security',
    label: 'Security',
    initial: 'starttls-required',
    options: choices({
      'starttls-required': 'STARTTLS, required',
      tls: 'TLS from the start',
      'starttls-if-offered': 'STARTTLS if it is offered',
      none: 'None',
    }),
  },
  { kind: 'text', name: 'user', label: 'User', help: 'Empty: without a log-in', optional: true },
  { kind: 'secret', name: 'password', label: 'Password', optional: true },
  ...CERTIFICATE_FIELDS(({ security }) => security !== 'none'),
];

export const MAIL_FIELDS: readonly FieldSpec[] = [
  { kind: 'text', name: 'from', label: 'From', placeholder: 'monitor@example.com' },
  { kind: 'text', name: 'fromName', label: 'Name of the sender', initial: 'TwoTwenty' },
  { kind: 'text', name: 'replyTo', label: 'Replies go to', help: 'Empty: to the sender', optional: true },
  { kind: 'lines', name: 'to', label: 'To', help: 'One address on each line', placeholder: 'ops@example.com' },
  { kind: 'lines', name: 'cc', label: 'Copies to', help: 'One address on each line' },
  { kind: 'lines', name: 'bcc', label: 'Blind copies to', help: 'One address on each line' },
  {
    kind: 'rows',
    name: 'relays',
    label: 'Relays',
    help: 'They are tried in this order.',
    item: 'relay',
    initial: 1,
    fields: RELAY_FIELDS,
  },
  {
    kind: 'text',
    name: 'ehloName',
    label: 'Name in EHLO',
    help: 'Empty: the name of the machine that sends',
    optional: true,
  },
];

export const WEBHOOK_FIELDS: readonly FieldSpec[] = [
  { kind: 'text', name: 'url', label: 'URL', placeholder: 'https://hooks.example.com/notify' },
  { kind: 'choice', name: 'method', label: 'Method', initial: 'POST', options: choices({ POST: 'POST', PUT: 'PUT' }) },
  HEADERS,
  {
    kind: 'secret',
    name: 'signingKey',
    label: 'Signing key',
    help: 'Requests are signed with HMAC-SHA-256. Empty: they are not.',
    optional: true,
  },
];

export const SMS_FIELDS: readonly FieldSpec[] = [
  { kind: 'text', name: 'url', label: 'URL of the gateway', placeholder: 'https://sms.example.com/send' },
  {
    kind: 'choice',
    name: 'method',
    label: 'Method',
    initial: 'POST',
    options: choices({ GET: 'GET', POST: 'POST', PUT: 'PUT' }),
  },
  {
    kind: 'choice',
    name: 'format',
    label: 'Where the parameters stand',
    initial: 'json',
    options: choices({ json: 'In a body of JSON', form: 'In a body like a form', query: 'In the query of the URL' }),
  },
  HEADERS,
  {
    kind: 'lines',
    name: 'recipients',
    label: 'Recipients',
    help: 'One number on each line',
    placeholder: '+491701234567',
  },
  {
    kind: 'choice',
    name: 'recipientsAs',
    label: 'Several recipients',
    initial: 'each',
    options: choices({ each: 'A request for each', list: 'One request, as a list', comma: 'One request, with commas' }),
  },
  { kind: 'text', name: 'from', label: 'Sender', help: 'A number or name. Empty: not sent', optional: true },
  { kind: 'text', name: 'recipientParameter', label: 'Parameter of the recipient', initial: 'to' },
  {
    kind: 'text',
    name: 'fromParameter',
    label: 'Parameter of the sender',
    initial: 'from',
  },
  { kind: 'text', name: 'textParameter', label: 'Parameter of the text', initial: 'text' },
  {
    kind: 'rows',
    name: 'parameters',
    label: 'Further parameters',
    item: 'parameter',
    help: 'Such as the key of an account',
    initial: 0,
    fields: [
      { kind: 'text', name: 'name', label: 'Name' },
      { kind: 'secret', name: 'value', label: 'Value' },
    ],
  },
  {
    kind: 'choice',
    name: 'content',
    label: 'What is sent',
    initial: 'text',
    options: choices({ text: 'The text', subject: 'The subject' }),
  },
  { kind: 'number', name: 'maxLength', label: 'Longer texts are cut at', unit: 'characters', initial: 160 },
  {
    kind: 'text',
    name: 'expectedAnswer',
    label: 'Text of a good answer',
    help: 'Without it an answer is a failure. Empty: every 2xx is good.',
    optional: true,
  },
];
