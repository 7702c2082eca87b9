import { Checkbox, NativeSelect, NumberInput, TextInput } from '@mantine/core';
import type { ReactNode } from 'react';
import { problemText } from '../../form/field-problems.js';
import { setting, type FieldWith, type SectionProps } from './editor-form.js';
import { FIELD_WORDS } from './field-words.js';

interface FieldProps<Field> extends SectionProps {
  readonly field: Field;
  readonly description?: ReactNode;
}

interface TextFieldProps extends FieldProps<FieldWith<string>> {
  readonly placeholder?: string;
  readonly isRequired?: boolean;
}

/** A text on one line. */
export function TextField({ form, field, description, placeholder, isRequired = false }: TextFieldProps) {
  return (
    <TextInput
      label={FIELD_WORDS[field]}
      description={description}
      {...(placeholder === undefined ? {} : { placeholder })}
      required={isRequired}
      autoComplete="off"
      spellCheck={false}
      value={form.values[field]}
      onChange={({ currentTarget }) => {
        form.change(setting(field, currentTarget.value));
      }}
      error={problemText(form.problems, field)}
    />
  );
}

interface NumberFieldProps extends FieldProps<FieldWith<number | string>> {
  /** Shown behind the number. */
  readonly unit?: string;
  readonly placeholder?: string;
  readonly allowDecimal?: boolean;
}

/** A number. What is none is left to the controller to refuse: nothing that was typed is changed. */
export function NumberField({ form, field, description, unit, placeholder, allowDecimal = false }: NumberFieldProps) {
  return (
    <NumberInput
      label={FIELD_WORDS[field]}
      description={description}
      {...(placeholder === undefined ? {} : { placeholder })}
      {...(unit === undefined ? {} : { suffix: `\u00a0${unit}` })}
      allowNegative={false}
      allowDecimal={allowDecimal}
      clampBehavior="none"
      autoComplete="off"
      value={form.values[field]}
      onChange={(value) => {
        form.change(setting(field, value));
      }}
      error={problemText(form.problems, field)}
    />
  );
}

/** Something that is on or off. */
export function FlagField({ form, field, description }: FieldProps<FieldWith<boolean>>) {
  return (
    <Checkbox
      label={FIELD_WORDS[field]}
      description={description}
      checked={form.values[field]}
      onChange={({ currentTarget }) => {
        form.change(setting(field, currentTarget.checked));
      }}
      error={problemText(form.problems, field)}
    />
  );
}

interface ChoiceFieldProps<Value extends string> extends Omit<FieldProps<never>, 'field'> {
  /** Its name in the API. */
  readonly field: 'target.security' | 'target.tls.certificate' | 'target.addressFamily' | 'sitesToFail' | 'confirmFrom';
  readonly value: Value;
  readonly choices: readonly { readonly value: Value; readonly label: string }[];
  readonly onChoose: (value: Value) => void;
}

/** One of a few. */
export function ChoiceField<Value extends string>(props: ChoiceFieldProps<Value>) {
  const { form, field, description, value, choices, onChoose } = props;
  return (
    <NativeSelect
      label={FIELD_WORDS[field]}
      description={description}
      value={value}
      data={[...choices]}
      onChange={({ currentTarget }) => {
        const chosen = choices.find((choice) => choice.value === currentTarget.value);
        if (chosen !== undefined) onChoose(chosen.value);
      }}
      error={problemText(form.problems, field)}
    />
  );
}
