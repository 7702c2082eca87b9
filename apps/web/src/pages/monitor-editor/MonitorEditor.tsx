import type { Site } from '@twotwenty/contracts/site';
import { useRef, type FormEvent } from 'react';
import { LeaveQuestion } from '../../form/LeaveQuestion.js';
import { EditorFoot } from './EditorFoot.js';
import { EditorNotices } from './EditorNotices.js';
import { IdentificationSection } from './IdentificationSection.js';
import classes from './MonitorEditor.module.css';
import { NotificationSection } from './NotificationSection.js';
import { RecoverySection } from './RecoverySection.js';
import { TestSection } from './TestSection.js';
import { TimingSection } from './TimingSection.js';
import { useFirstProblem } from './use-first-problem.js';
import type { EditorControl, EditorSubject } from './use-monitor-editor.js';

interface MonitorEditorProps extends Pick<EditorSubject, 'monitor'> {
  readonly control: EditorControl;
  readonly sites: readonly Site[];
}

/** The form of a monitor, in the sections of the original and their order. */
export function MonitorEditor({ monitor, control, sites }: MonitorEditorProps) {
  const element = useRef<HTMLFormElement>(null);
  const { form, testNow, isChanged, error, draft, merge, save } = control;
  useFirstProblem(element, error, '[type="submit"]');
  useFirstProblem(element, testNow.error, '[data-test-now]');

  function submit(event: FormEvent): void {
    event.preventDefault();
    if (merge === null && (monitor === null || isChanged)) save();
  }

  return (
    <form ref={element} onSubmit={submit} noValidate className={classes.form}>
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
