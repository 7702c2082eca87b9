import { Button, NativeSelect, Paper, Radio, TextInput } from '@mantine/core';
import { fieldProblems, problemText, type FieldProblems } from '../../form/field-problems.js';
import { Kept } from '../../form/Kept.js';
import { Refusal } from '../../form/Refusal.js';
import type { DraftControl } from '../../form/use-draft.js';
import { MONITOR_TYPES } from '../device/monitor-types.js';
import { FIRST_FIELDS, type FirstDraft } from './first-draft.js';
import { AlertFields } from './AlertFields.js';
import classes from './Welcome.module.css';

interface FirstFormProps {
  readonly draft: DraftControl<FirstDraft>;
  readonly isPending: boolean;
  readonly error: Error | null;
  readonly onChange: (change: Partial<FirstDraft>) => void;
  readonly onSubmit: () => void;
}

const CHANNELS = [
  { value: 'none', label: 'Nobody for now: I look here' },
  { value: 'email', label: 'An e-mail address' },
  { value: 'webhook', label: 'A webhook' },
  { value: 'slack', label: 'A Slack channel' },
  { value: 'ntfy', label: 'A topic of ntfy.sh' },
] as const;

/** The few things that are needed: the server, what it is for, and whom to tell. */
export function FirstForm({ draft, isPending, error, onChange, onSubmit }: FirstFormProps) {
  return (
    <Paper
      component="form"
      withBorder
      noValidate
      className={classes.form}
      onSubmit={(event) => {
        event.preventDefault();
        onSubmit();
      }}
    >
      <Kept isKept={draft.wasKept} withoutSecrets={draft.values.channel === 'email'} onForget={draft.discard} />
      <FirstFields draft={draft.values} problems={fieldProblems(error)} onChange={onChange} />
      <Refusal error={error} shown={FIRST_FIELDS} />
      <Button type="submit" size="md" loading={isPending}>
        Start watching
      </Button>
    </Paper>
  );
}

interface FirstFieldsProps {
  readonly draft: FirstDraft;
  readonly problems: FieldProblems;
  readonly onChange: (change: Partial<FirstDraft>) => void;
}

/** All fields of the set-up; which there are depends on who is told. */
export function FirstFields({ draft, problems, onChange }: FirstFieldsProps) {
  return (
    <>
      <TextInput
        autoFocus
        size="md"
        label="What is your mail server’s name?"
        description="A host name such as mx1.example.com, or an IP address"
        autoComplete="off"
        autoCapitalize="none"
        spellCheck={false}
        value={draft.host}
        onChange={({ currentTarget }) => {
          onChange({ host: currentTarget.value });
        }}
        error={problemText(problems, 'host')}
      />
      <Radio.Group
        label="What is to be watched of it?"
        value={draft.preset}
        onChange={(value) => {
          const chosen = MONITOR_TYPES.find(({ preset }) => preset === value);
          if (chosen !== undefined) onChange({ preset: chosen.preset });
        }}
      >
        <div className={classes.choices}>
          {MONITOR_TYPES.map(({ preset, name, port, description }) => (
            <Radio key={preset} value={preset} label={`${name}, port ${port}`} description={description} />
          ))}
        </div>
      </Radio.Group>
      <NativeSelect
        label="Who is to be told when it fails?"
        description="More, and other ways, can be set up under Alerts later"
        value={draft.channel}
        data={CHANNELS}
        onChange={({ currentTarget: { value } }) => {
          const chosen = CHANNELS.find((channel) => channel.value === value);
          if (chosen !== undefined) onChange({ channel: chosen.value });
        }}
      />
      <AlertFields draft={draft} problems={problems} onChange={onChange} />
    </>
  );
}
