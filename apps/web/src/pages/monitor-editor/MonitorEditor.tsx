import type { Site } from '@twotwenty/contracts/site';
import type { FormEvent } from 'react';
import { LeaveQuestion } from '../../form/LeaveQuestion.js';
import { EditorFoot } from './EditorFoot.js';
import { EditorNotices } from './EditorNotices.js';
import { IdentificationSection } from './IdentificationSection.js';
import classes from './MonitorEditor.module.css';
import { NotificationSection } from './NotificationSection.js';
import { RecoverySection } from './RecoverySection.js';
import { TestSection } from './TestSection.js';
import { TimingSection } from './TimingSection.js';
import type { EditorControl, EditorSubject } from './use-monitor-editor.js';

interface MonitorEditorProps extends Pick<EditorSubject, 'monitor'> {
  readonly control: EditorControl;
  readonly sites: readonly Site[];
}

/** The form of a monitor, in the sections of the original and their order. */
export function MonitorEditor({ monitor, control, sites }: MonitorEditorProps) {
  const { form, testNow, isChanged, draft, merge, save } = control;

  function submit(event: FormEvent): void {
    event.preventDefault();
    if (merge === null && (monitor === null || isChanged)) save();
  }

  return (
    <form onSubmit={submit} noValidate className={classes.form}>
      <EditorNotices control={control} />
      <IdentificationSection form={form} monitorId={monitor?.id ?? null} />
      <TestSection form={form} sites={sites} testNow={testNow} />
      <TimingSection form={form} />
      <NotificationSection form={form} />
      <RecoverySection form={form} />
      <EditorFoot monitor={monitor} control={control} />
      <LeaveQuestion isChanged={isChanged} onLeave={draft.discard} />
    </form>
  );
}
