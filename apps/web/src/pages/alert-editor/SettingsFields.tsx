import { Button, Input, VisuallyHidden } from '@mantine/core';
import classes from './AlertEditor.module.css';
import { useProblem } from './problems.js';
import {
  newSettings,
  rowsOf,
  shownSpecs,
  type FieldSpec,
  type RowsSpec,
  type SettingsDraft,
} from './settings-draft.js';
import { SettingInput, type SettingsFieldProps } from './SettingInput.js';

interface SettingsFieldsProps {
  readonly specs: readonly FieldSpec[];
  readonly settings: SettingsDraft;
  /** Where they stand in the alert: `actions.….settings`. */
  readonly path: string;
  /** @param path of the field that was changed */
  readonly onChange: (settings: SettingsDraft, path: string) => void;
}

/** The settings of an action, or of one of several things in it. */
export function SettingsFields({ specs, settings, path, onChange }: SettingsFieldsProps) {
  return (
    <div className={classes.settings}>
      {shownSpecs(specs, settings).map((spec) => {
        const at = `${path}.${spec.name}`;
        return (
          <div key={spec.name} className={isWide(spec) ? classes.wide : undefined}>
            <SettingsField
              spec={spec}
              value={settings[spec.name] ?? ''}
              path={at}
              onChange={(value, changed = at) => {
                onChange({ ...settings, [spec.name]: value }, changed);
              }}
            />
          </div>
        );
      })}
    </div>
  );
}

function isWide(spec: FieldSpec): boolean {
  return spec.kind === 'rows' || spec.kind === 'lines' || (spec.kind === 'text' && spec.multiline === true);
}

function SettingsField({ spec, ...props }: SettingsFieldProps) {
  return spec.kind === 'rows' ? <SettingsRows spec={spec} {...props} /> : <SettingInput spec={spec} {...props} />;
}

/** Things of several fields each: relays, headers, variables. */
function SettingsRows({ spec, value, path, onChange }: SettingsFieldProps<RowsSpec>) {
  const rows = rowsOf(value);
  const problem = useProblem(path);
  return (
    <fieldset className={classes.rows}>
      <legend>{spec.label}</legend>
      {spec.help !== undefined && <Input.Description>{spec.help}</Input.Description>}
      {problem !== null && (
        <Input.Error data-problem tabIndex={-1}>
          {problem}
        </Input.Error>
      )}
      <ol className={classes.rowList}>
        {rows.map((row, index) => (
          // Rows have nothing of their own to be known by; their fields hold no state but what is in the draft.
          <li key={index}>
            <RowFields
              spec={spec}
              row={row}
              path={`${path}.${index}`}
              onChange={(changed, at) => {
                onChange(rows.with(index, changed), at);
              }}
            />
            <Button
              variant="default"
              size="xs"
              onClick={() => {
                onChange(rows.filter((_, other) => other !== index));
              }}
            >
              Remove
              <VisuallyHidden>
                {' '}
                {spec.item} {index + 1}
              </VisuallyHidden>
            </Button>
          </li>
        ))}
      </ol>
      <Button
        variant="default"
        size="xs"
        onClick={() => {
          onChange([...rows, newSettings(spec.fields)]);
        }}
      >
        Add {/^[aeiou]/.test(spec.item) ? 'an' : 'a'} {spec.item}
      </Button>
    </fieldset>
  );
}

interface RowFieldsProps {
  readonly spec: RowsSpec;
  readonly row: SettingsDraft;
  readonly path: string;
  readonly onChange: (row: SettingsDraft, path: string) => void;
}

/** The only field of a plain row stands in the API where the row stands. */
function RowFields({ spec, row, path, onChange }: RowFieldsProps) {
  if (spec.plain !== true) return <SettingsFields specs={spec.fields} settings={row} path={path} onChange={onChange} />;
  const parent = path.slice(0, path.lastIndexOf('.'));
  const place = path.slice(parent.length + 1);
  const renamed = spec.fields.map((field) => ({ ...field, name: place }));
  return (
    <SettingsFields
      specs={renamed}
      settings={{ [place]: row['value'] ?? '' }}
      path={parent}
      onChange={(changed, at) => {
        onChange({ value: changed[place] ?? '' }, at);
      }}
    />
  );
}
