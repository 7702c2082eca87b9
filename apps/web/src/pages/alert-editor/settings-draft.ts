import type { KeptSecret } from '@twotwenty/contracts/secret';
import type { SecretDraft } from '../credentials/credential-draft.js';

interface CommonSpec {
  /** As the API calls it. */
  readonly name: string;
  readonly label: string;
  readonly help?: string;
  /** Whether there is such a field, as the others are; left out: always. */
  readonly when?: (settings: SettingsDraft) => boolean;
}

export interface TextSpec extends CommonSpec {
  readonly kind: 'text';
  readonly initial?: string;
  readonly placeholder?: string;
  /** Empty is written as null. */
  readonly optional?: boolean;
  readonly multiline?: boolean;
}

export interface NumberSpec extends CommonSpec {
  readonly kind: 'number';
  /** Null: empty. */
  readonly initial: number | null;
  readonly unit?: string;
  /** Empty is written as null. */
  readonly optional?: boolean;
}

export interface ChoiceSpec extends CommonSpec {
  readonly kind: 'choice';
  readonly initial: string;
  readonly options: readonly { readonly value: string; readonly label: string }[];
}

export interface SwitchSpec extends CommonSpec {
  readonly kind: 'switch';
  readonly initial: boolean;
}

export interface SecretSpec extends CommonSpec {
  readonly kind: 'secret';
  /** Empty is written as null. */
  readonly optional?: boolean;
}

/** Short texts, one on each line. */
export interface LinesSpec extends CommonSpec {
  readonly kind: 'lines';
  readonly placeholder?: string;
}

/** Things of several fields each, in an order. */
export interface RowsSpec extends CommonSpec {
  readonly kind: 'rows';
  /** What one of them is called: "relay". */
  readonly item: string;
  /** Each is written as the text of its only field, which is called `value`. */
  readonly plain?: boolean;
  readonly fields: readonly FieldSpec[];
  /** How many there are to begin with. */
  readonly initial: number;
}

export type FieldSpec = TextSpec | NumberSpec | ChoiceSpec | SwitchSpec | SecretSpec | LinesSpec | RowsSpec;

export type FieldDraft = string | number | boolean | SecretDraft | readonly SettingsDraft[];

/** The settings of an action as they are typed, by the names of their fields. Those that are not shown keep what was typed. */
export interface SettingsDraft {
  readonly [name: string]: FieldDraft;
}

const NO_SECRET: SecretDraft = { kept: null, text: '' };

export function isSecretDraft(value: FieldDraft | undefined): value is SecretDraft {
  return typeof value === 'object' && 'kept' in value && 'text' in value;
}

export function rowsOf(value: FieldDraft | undefined): readonly SettingsDraft[] {
  return Array.isArray(value) ? (value as readonly SettingsDraft[]) : [];
}

export function secretOf(value: FieldDraft | undefined): SecretDraft {
  return isSecretDraft(value) ? value : NO_SECRET;
}

/** What stands in an input of text. */
export function textOf(value: FieldDraft | undefined): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}

/** What a form for new settings begins with. */
export function newSettings(specs: readonly FieldSpec[]): SettingsDraft {
  return Object.fromEntries(specs.map((spec) => [spec.name, initialOf(spec)]));
}

function initialOf(spec: FieldSpec): FieldDraft {
  switch (spec.kind) {
    case 'text':
      return spec.initial ?? '';
    case 'number':
      return spec.initial ?? '';
    case 'choice':
    case 'switch':
      return spec.initial;
    case 'secret':
      return NO_SECRET;
    case 'lines':
      return '';
    case 'rows':
      return Array.from({ length: spec.initial }, () => newSettings(spec.fields));
  }
}

/** What a form for stored settings begins with. @param settings as the API reads them back */
export function settingsDraftOf(
  specs: readonly FieldSpec[],
  settings: Readonly<Record<string, unknown>>,
): SettingsDraft {
  return Object.fromEntries(specs.map((spec) => [spec.name, fieldDraftOf(spec, settings[spec.name])]));
}

function fieldDraftOf(spec: FieldSpec, value: unknown): FieldDraft {
  if (value === undefined) return initialOf(spec);
  switch (spec.kind) {
    case 'text':
    case 'choice':
      return typeof value === 'string' ? value : '';
    case 'number':
      return typeof value === 'number' ? value : '';
    case 'switch':
      return value === true;
    case 'secret':
      return isKept(value) ? { kept: value, text: null } : NO_SECRET;
    case 'lines':
      return Array.isArray(value) ? value.join('\n') : '';
    case 'rows':
      return listOf(value).map((row) =>
        settingsDraftOf(spec.fields, spec.plain === true ? { value: row } : fieldsOf(row)),
      );
  }
}

function isKept(value: unknown): value is KeptSecret {
  return typeof value === 'object' && value !== null && 'keep' in value && typeof value.keep === 'string';
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? (value as readonly unknown[]) : [];
}

function fieldsOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}

/** The fields that there are, as the others are set. */
export function shownSpecs(specs: readonly FieldSpec[], settings: SettingsDraft): readonly FieldSpec[] {
  return specs.filter(({ when }) => when?.(settings) !== false);
}

/** How secrets are written: as they are typed or kept, or, where nobody needs them, by something that stands for them. */
export type WriteSecret = (secret: SecretDraft) => unknown;

export const WRITE_SECRET: WriteSecret = ({ kept, text }) => text ?? kept ?? '';

/** For the preview, which asks only whether there is one. */
export const HIDE_SECRET: WriteSecret = ({ text }) => (text === '' ? '' : { keep: '0'.repeat(16) });

/** What the API is sent: the fields that are shown. */
export function writtenSettings(
  specs: readonly FieldSpec[],
  settings: SettingsDraft,
  writeSecret: WriteSecret,
): Record<string, unknown> {
  return Object.fromEntries(
    shownSpecs(specs, settings).map((spec) => [spec.name, written(spec, settings[spec.name], writeSecret)]),
  );
}

function written(spec: FieldSpec, value: FieldDraft | undefined, writeSecret: WriteSecret): unknown {
  switch (spec.kind) {
    case 'text':
    case 'number':
      return value === '' && (spec.optional === true || spec.kind === 'number') ? null : value;
    case 'secret': {
      const secret = writeSecret(secretOf(value));
      return secret === '' && spec.optional === true ? null : secret;
    }
    case 'lines':
      return linesOf(textOf(value));
    case 'rows':
      return rowsOf(value).map((row) => {
        const fields = writtenSettings(spec.fields, row, writeSecret);
        return spec.plain === true ? fields['value'] : fields;
      });
    case 'choice':
    case 'switch':
      return value;
  }
}

/** The lines with something on them, without spaces around it: in this order the API has them. */
export function linesOf(text: string): readonly string[] {
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
}

/** The same without secrets that were typed: stored ones are kept, others are to be typed again. */
export function withoutSecrets(settings: SettingsDraft): SettingsDraft {
  return mapSecretDrafts(settings, (secret) => (secret.text === null ? secret : { ...secret, text: '' }));
}

/** The same for another action: nothing is stored for it, so that secrets are to be typed. */
export function withNewSecrets(settings: SettingsDraft): SettingsDraft {
  return mapSecretDrafts(settings, ({ text }) => ({ kept: null, text: text ?? '' }));
}

function mapSecretDrafts(settings: SettingsDraft, change: (secret: SecretDraft) => SecretDraft): SettingsDraft {
  const visit = (value: FieldDraft): FieldDraft => {
    if (isSecretDraft(value)) return change(value);
    return Array.isArray(value) ? rowsOf(value).map((row) => mapSecretDrafts(row, change)) : value;
  };
  return Object.fromEntries(Object.entries(settings).map(([name, value]) => [name, visit(value)]));
}

/** Where something is needed and nothing was typed, in words for people; the API would speak of types and JSON. */
export function missingFields(
  specs: readonly FieldSpec[],
  settings: SettingsDraft,
  path: string,
): readonly (readonly [path: string, message: string])[] {
  return shownSpecs(specs, settings).flatMap((spec) => {
    const value = settings[spec.name];
    const at = `${path}.${spec.name}`;
    if (spec.kind === 'rows') {
      return rowsOf(value).flatMap((row, index) => missingFields(spec.fields, row, `${at}.${index}`));
    }
    const isMissing =
      (spec.kind === 'secret' && spec.optional !== true && secretOf(value).text === '') ||
      (spec.kind === 'number' && spec.optional !== true && value === '');
    return isMissing ? [[at, 'must not be empty'] as const] : [];
  });
}
