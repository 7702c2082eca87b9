import type { ReactNode } from 'react';
import { ACTION_KINDS } from './action-kinds.js';
import type { ActionDraft, NoticeDraft } from './alert-draft.js';
import classes from './AlertEditor.module.css';
import { FallbackField, GroupField, NoticeFields } from './NoticeFields.js';
import { RangeField } from './RangeField.js';
import { ScheduleField } from './ScheduleField.js';
import { SettingsFields } from './SettingsFields.js';

interface ActionBodyProps {
  readonly action: ActionDraft;
  /** All actions of the alert, in their order. */
  readonly all: readonly ActionDraft[];
  /** `actions.…` with its id. */
  readonly path: string;
  readonly onChange: (change: Partial<ActionDraft>, path: string) => void;
}

/** All fields of an action. */
export function ActionBody({ action, all, path, onChange }: ActionBodyProps) {
  const { type, notice, settings } = action;
  const isRepair = notice === null;
  const changeNotice = (change: Partial<NoticeDraft>, at: string): void => {
    if (notice !== null) onChange({ notice: { ...notice, ...change } }, at);
  };
  return (
    <div className={classes.body}>
      <Part title={isRepair ? 'What is done' : 'Where it goes'}>
        {isRepair && type !== 'recovery-program' && (
          <p className={classes.dim}>Where, as whom and which services: see the recovery parameters of each monitor.</p>
        )}
        <SettingsFields
          specs={ACTION_KINDS[type].fields}
          settings={settings}
          path={`${path}.settings`}
          onChange={(changed, at) => {
            onChange({ settings: changed }, at);
          }}
        />
      </Part>
      <Timing action={action} path={path} onChange={onChange} />
      {notice !== null && (
        <Part title="What it says">
          <NoticeFields notice={notice} path={path} onChange={changeNotice} />
        </Part>
      )}
      <Part title="Together with others">
        <div className={classes.settings}>
          <FallbackField
            action={action}
            all={all}
            path={path}
            onChange={(fallbackActionId) => {
              onChange({ fallbackActionId }, `${path}.fallbackActionId`);
            }}
          />
          {notice !== null && type !== 'pagerduty' && (
            <GroupField
              notice={notice}
              path={path}
              onChange={(groupSeconds) => {
                changeNotice({ groupSeconds }, `${path}.groupSeconds`);
              }}
            />
          )}
        </div>
      </Part>
    </div>
  );
}

function Timing({ action, path, onChange }: Omit<ActionBodyProps, 'all'>) {
  return (
    <Part title="When it acts">
      <RangeField
        range={action.range}
        path={`${path}.range`}
        onChange={(range) => {
          onChange({ range }, `${path}.range`);
        }}
      />
      <ScheduleField
        schedule={action.schedule}
        path={`${path}.schedule`}
        onChange={(schedule) => {
          onChange({ schedule }, `${path}.schedule`);
        }}
      />
    </Part>
  );
}

function Part({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <section className={classes.part}>
      <h4>{title}</h4>
      {children}
    </section>
  );
}
