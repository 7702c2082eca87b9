import { NativeSelect, NumberInput, Switch } from '@mantine/core';
import { channelWord } from '../../status/channel-words.js';
import { TemplateEditor } from '../../template-editor/TemplateEditor.js';
import type { ActionDraft, NoticeDraft, TemplateDraft } from './alert-draft.js';
import classes from './AlertEditor.module.css';
import { useProblem } from './problems.js';

interface NoticeFieldsProps {
  readonly notice: NoticeDraft;
  /** Of the action: `actions.…`. */
  readonly path: string;
  readonly onChange: (change: Partial<NoticeDraft>, path: string) => void;
}

/** What an action says of failures and of recoveries. */
export function NoticeFields({ notice, path, onChange }: NoticeFieldsProps) {
  const { onFailure, onRecovery, ignoreSchedule } = notice;
  return (
    <>
      <TemplateFields
        label="Failure notice"
        kind="failure"
        template={onFailure}
        path={`${path}.onFailure`}
        onChange={(changed, at) => {
          onChange({ onFailure: changed }, at);
        }}
      />
      <TemplateFields
        label="Recovery notice"
        kind="recovery"
        template={onRecovery}
        path={`${path}.onRecovery`}
        onChange={(changed, at) => {
          onChange({ onRecovery: changed }, at);
        }}
      />
      {onRecovery.isOn && (
        <Switch
          label="Tell recoveries outside the hours too"
          description="Who was told of a failure hears of its end, whatever the week says"
          checked={ignoreSchedule}
          onChange={({ currentTarget }) => {
            onChange({ ignoreSchedule: currentTarget.checked }, `${path}.onRecovery.ignoreSchedule`);
          }}
        />
      )}
    </>
  );
}

interface TemplateFieldsProps {
  readonly label: string;
  readonly kind: 'failure' | 'recovery';
  readonly template: TemplateDraft;
  readonly path: string;
  readonly onChange: (template: TemplateDraft, path: string) => void;
}

function TemplateFields({ label, kind, template, path, onChange }: TemplateFieldsProps) {
  const problems = { subject: useProblem(`${path}.subject`), text: useProblem(`${path}.text`) };
  const problem = useProblem(path);
  return (
    <div className={classes.template}>
      <Switch
        label={label}
        checked={template.isOn}
        onChange={({ currentTarget }) => {
          onChange({ ...template, isOn: currentTarget.checked }, path);
        }}
        error={problem}
      />
      {template.isOn && (
        <TemplateEditor
          label={label}
          kind={kind}
          subject={template.subject}
          text={template.text}
          problems={problems}
          onChange={(changed) => {
            onChange({ ...template, ...changed }, `${path}.${changed.subject === undefined ? 'text' : 'subject'}`);
          }}
        />
      )}
    </div>
  );
}

interface FallbackFieldProps {
  readonly action: ActionDraft;
  readonly all: readonly ActionDraft[];
  readonly path: string;
  readonly onChange: (fallbackActionId: string | null) => void;
}

/** Who stands in where an action can not be carried out. */
export function FallbackField({ action, all, path, onChange }: FallbackFieldProps) {
  const others = all.flatMap((other, index) =>
    other.id === action.id || (action.notice !== null && other.notice === null)
      ? []
      : [{ value: other.id, label: `${index + 1}. ${channelWord(other.type)}` }],
  );
  return (
    <NativeSelect
      label="If it can not be done"
      description="Another action of this alert stands in, whatever its own numbers"
      value={action.fallbackActionId ?? ''}
      data={[{ value: '', label: 'Nothing stands in' }, ...others]}
      onChange={({ currentTarget }) => {
        onChange(currentTarget.value === '' ? null : currentTarget.value);
      }}
      error={useProblem(`${path}.fallbackActionId`)}
    />
  );
}

interface GroupFieldProps {
  readonly notice: NoticeDraft;
  readonly path: string;
  readonly onChange: (groupSeconds: number | string) => void;
}

/** How long notices wait for others. */
export function GroupField({ notice, path, onChange }: GroupFieldProps) {
  return (
    <NumberInput
      label="Waits for others, seconds"
      description="Notices that come within this time are told as one. 0: each by itself"
      allowDecimal={false}
      hideControls
      value={notice.groupSeconds}
      onChange={(typed) => {
        onChange(/^\d+$/.test(String(typed)) ? Number(typed) : String(typed));
      }}
      error={useProblem(`${path}.groupSeconds`)}
    />
  );
}
