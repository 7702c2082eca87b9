import { NativeSelect, NumberInput, Switch, Textarea, TextInput } from '@mantine/core';
import { problemWithin } from '../../form/field-problems.js';
import { SecretField } from '../credentials/SecretField.js';
import classes from './AlertEditor.module.css';
import { useProblem, useProblems } from './problems.js';
import { linesOf, secretOf, textOf, type FieldDraft, type FieldSpec, type RowsSpec } from './settings-draft.js';

export interface SettingsFieldProps<Spec extends FieldSpec = FieldSpec> {
  readonly spec: Spec;
  readonly value: FieldDraft;
  readonly path: string;
  /** @param path left out: that of the field itself */
  readonly onChange: (value: FieldDraft, path?: string) => void;
}

/** A field of one value, by what it is. */
export function SettingInput({ spec, ...props }: SettingsFieldProps<Exclude<FieldSpec, RowsSpec>>) {
  switch (spec.kind) {
    case 'text':
      return <TextField spec={spec} {...props} />;
    case 'number':
      return <NumberField spec={spec} {...props} />;
    case 'choice':
      return <ChoiceField spec={spec} {...props} />;
    case 'switch':
      return <SwitchField spec={spec} {...props} />;
    case 'secret':
      return <SecretSetting spec={spec} {...props} />;
    case 'lines':
      return <LinesField spec={spec} {...props} />;
  }
}

type PropsOf<Kind extends FieldSpec['kind']> = SettingsFieldProps<Extract<FieldSpec, { kind: Kind }>>;

function TextField({ spec, value, path, onChange }: PropsOf<'text'>) {
  const shared = {
    label: spec.label,
    description: spec.help,
    placeholder: spec.placeholder,
    value: textOf(value),
    error: useProblem(path),
    autoComplete: 'off',
    spellCheck: false,
  };
  if (spec.multiline !== true) {
    return (
      <TextInput
        {...shared}
        onChange={({ currentTarget }) => {
          onChange(currentTarget.value);
        }}
      />
    );
  }
  return (
    <Textarea
      {...shared}
      autosize
      minRows={1}
      maxRows={8}
      onChange={({ currentTarget }) => {
        onChange(currentTarget.value);
      }}
    />
  );
}

function NumberField({ spec, value, path, onChange }: PropsOf<'number'>) {
  return (
    <NumberInput
      label={spec.unit === undefined ? spec.label : `${spec.label}, ${spec.unit}`}
      description={spec.help}
      value={textOf(value)}
      allowDecimal={false}
      hideControls
      onChange={(typed) => {
        onChange(/^\d+$/.test(String(typed)) ? Number(typed) : String(typed));
      }}
      error={useProblem(path)}
    />
  );
}

function ChoiceField({ spec, value, path, onChange }: PropsOf<'choice'>) {
  return (
    <NativeSelect
      label={spec.label}
      description={spec.help}
      value={textOf(value)}
      data={[...spec.options]}
      onChange={({ currentTarget }) => {
        onChange(currentTarget.value);
      }}
      error={useProblem(path)}
    />
  );
}

function SwitchField({ spec, value, path, onChange }: PropsOf<'switch'>) {
  return (
    <Switch
      className={classes.switch}
      label={spec.label}
      description={spec.help}
      checked={value === true}
      onChange={({ currentTarget }) => {
        onChange(currentTarget.checked);
      }}
      error={useProblem(path)}
    />
  );
}

function SecretSetting({ spec, value, path, onChange }: PropsOf<'secret'>) {
  return (
    <SecretField
      label={spec.label}
      secret={secretOf(value)}
      problem={useProblem(path)}
      onChange={(secret) => {
        onChange(secret);
      }}
    />
  );
}

function LinesField({ spec, value, path, onChange }: PropsOf<'lines'>) {
  const text = textOf(value);
  return (
    <Textarea
      label={spec.label}
      description={spec.help}
      placeholder={spec.placeholder}
      autosize
      minRows={1}
      maxRows={10}
      autoComplete="off"
      spellCheck={false}
      value={text}
      onChange={({ currentTarget }) => {
        onChange(currentTarget.value);
      }}
      error={problemWithin(useProblems(), path, linesOf(text))}
    />
  );
}
