import type { FieldSpec, TextSpec } from './settings-draft.js';

/** Fields that several kinds of action have. */

export function choices(
  words: Readonly<Record<string, string>>,
): readonly { readonly value: string; readonly label: string }[] {
  return Object.entries(words).map(([value, label]) => ({ value, label }));
}

/** Choices that are called what they are. */
export function namedChoices(values: readonly string[]) {
  return values.map((value) => ({ value, label: value }));
}

export const HOST: TextSpec = { kind: 'text', name: 'host', label: 'Host', placeholder: 'host.example.com' };

export const CERTIFICATE_FIELDS = (when?: FieldSpec['when']): readonly FieldSpec[] => [
  {
    kind: 'text',
    name: 'trustedAuthorities',
    label: 'Trusted authorities',
    help: 'Certificates in PEM, in place of the well-known authorities. Empty: those.',
    optional: true,
    multiline: true,
    ...(when === undefined ? {} : { when }),
  },
  {
    kind: 'switch',
    name: 'allowInvalidCertificate',
    label: 'Accept a certificate that is not valid',
    help: 'Anybody on the way may then read what is sent.',
    initial: false,
    ...(when === undefined ? {} : { when }),
  },
];

export const HEADERS: FieldSpec = {
  kind: 'rows',
  name: 'headers',
  label: 'Further headers',
  item: 'header',
  initial: 0,
  fields: [
    { kind: 'text', name: 'name', label: 'Name', placeholder: 'Authorization' },
    { kind: 'secret', name: 'value', label: 'Value' },
  ],
};

export const PROGRAM_FIELDS: readonly FieldSpec[] = [
  {
    kind: 'text',
    name: 'program',
    label: 'Program',
    help: 'Name of a file in the folder of programs, without its path',
    placeholder: 'page-me',
  },
  {
    kind: 'rows',
    name: 'arguments',
    label: 'Arguments',
    item: 'argument',
    help: 'Each is one argument, whatever the tokens in it stand for.',
    plain: true,
    initial: 0,
    fields: [{ kind: 'text', name: 'value', label: 'Argument', multiline: true, placeholder: '{{monitor}}' }],
  },
  {
    kind: 'rows',
    name: 'environment',
    label: 'Variables of the environment',
    item: 'variable',
    help: 'Values may hold tokens.',
    initial: 0,
    fields: [
      { kind: 'text', name: 'name', label: 'Name' },
      { kind: 'text', name: 'value', label: 'Value', multiline: true },
    ],
  },
  {
    kind: 'rows',
    name: 'secretEnvironment',
    label: 'Variables whose values are secret',
    item: 'secret variable',
    initial: 0,
    fields: [
      { kind: 'text', name: 'name', label: 'Name' },
      { kind: 'secret', name: 'value', label: 'Value' },
    ],
  },
  {
    kind: 'text',
    name: 'workingFolder',
    label: 'Working folder',
    help: 'A path below the folder of programs. Empty: that folder.',
    optional: true,
  },
  {
    kind: 'text',
    name: 'user',
    label: 'Runs as',
    help: 'A user of the machine. Empty: as the service itself.',
    optional: true,
  },
  { kind: 'number', name: 'timeoutSeconds', label: 'Time limit', unit: 'seconds', initial: 30 },
];
