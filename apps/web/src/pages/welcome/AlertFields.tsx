import { PasswordInput, TextInput } from '@mantine/core';
import formClasses from '../../form/Form.module.css';
import { problemText, type FieldProblems } from '../../form/field-problems.js';
import type { FirstDraft } from './first-draft.js';

interface AlertFieldsProps {
  readonly draft: FirstDraft;
  readonly problems: FieldProblems;
  readonly onChange: (change: Partial<FirstDraft>) => void;
}

type TextField = 'to' | 'relay' | 'user' | 'url' | 'topic';

/** What the chosen way of telling needs to know. */
export function AlertFields({ draft, problems, onChange }: AlertFieldsProps) {
  const field = (name: TextField) => ({
    value: draft[name],
    error: problemText(problems, name),
    onChange: ({ currentTarget }: { readonly currentTarget: HTMLInputElement }) => {
      onChange({ [name]: currentTarget.value });
    },
  });
  switch (draft.channel) {
    case 'none':
      return null;
    case 'webhook':
      return <TextInput label="URL" description="It gets a POST with JSON" {...field('url')} />;
    case 'slack':
      return (
        <TextInput
          label="URL of the incoming webhook"
          description="Such as https://hooks.slack.com/services/T000/B000/XXXX"
          {...field('url')}
        />
      );
    case 'ntfy':
      return <TextInput label="Topic" description="Choose one that is hard to guess" {...field('topic')} />;
    case 'email':
      return (
        <>
          <TextInput type="email" label="E-mail address" autoComplete="email" {...field('to')} />
          <TextInput
            label="Mail server that sends it"
            description="Best not the one that is watched: it could not tell of its own outage"
            {...field('relay')}
          />
          <div className={formClasses.pair}>
            <TextInput
              label="User"
              description="Empty: without a log-in, over port 25"
              autoComplete="off"
              {...field('user')}
            />
            <PasswordInput
              label="Password"
              description="With a log-in: over port 587"
              autoComplete="new-password"
              value={draft.password}
              onChange={({ currentTarget }) => {
                onChange({ password: currentTarget.value });
              }}
              error={problemText(problems, 'password')}
            />
          </div>
        </>
      );
  }
}
