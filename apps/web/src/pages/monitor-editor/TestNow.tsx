import { Button, NativeSelect } from '@mantine/core';
import type { Site } from '@twotwenty/contracts/site';
import { useState } from 'react';
import { problemText, type FieldProblems } from '../../form/field-problems.js';
import classes from '../../form/Form.module.css';
import { Refusal } from '../../form/Refusal.js';
import { SITE_STATUS_WORDS } from '../../status/site-status.js';
import type { SectionProps } from './editor-form.js';
import { fieldOf } from './editor-problems.js';
import { TestOutcome } from './TestOutcome.js';
import type { TestNowControl } from './use-test-now.js';

export type { TestNowControl } from './use-test-now.js';

interface TestNowProps extends SectionProps {
  readonly sites: readonly Site[];
  readonly control: TestNowControl;
}

/** Tries what is in the form from one of the sites; nothing is saved, and it counts for nothing. */
export function TestNow({ form: { values }, sites, control }: TestNowProps) {
  const [chosen, setChosen] = useState<string | null>(null);
  const site = chosen ?? usualSite(sites, values.sites);
  const { refused, error } = control;
  const shown = [...(refused?.problems.keys() ?? [])].filter((field) => fieldOf(field, values) !== null);
  return (
    <section aria-label="Test now" className={classes.fields}>
      <div className={classes.with}>
        <NativeSelect
          className={classes.grow}
          label="Test now from"
          description="Tries what is in the form. Nothing is saved, and it counts for no monitor."
          value={site ?? ''}
          data={sites.map(({ name, status }) => ({
            value: name,
            label: `${name} · ${SITE_STATUS_WORDS[status].word}`,
          }))}
          onChange={({ currentTarget }) => {
            setChosen(currentTarget.value);
          }}
          error={problemText(refused?.problems ?? NONE, 'site')}
        />
        <Button
          variant="default"
          data-test-now
          loading={control.isRunning}
          disabled={site === null}
          onClick={() => {
            if (site !== null) control.start(site);
          }}
        >
          Test now
        </Button>
      </div>
      {!control.isRunning && <Refusal error={error} shown={[...shown, 'site']} />}
      <TestOutcome control={control} />
    </section>
  );
}

const NONE: FieldProblems = new Map();

/** The first of the monitor's own that has a worker; else any that has one. */
function usualSite(sites: readonly Site[], chosen: readonly string[]): string | null {
  const own = sites.filter(({ name }) => chosen.includes(name));
  const isLive = ({ status }: Site): boolean => status === 'live';
  return (own.find(isLive) ?? sites.find(isLive) ?? own[0] ?? sites[0])?.name ?? null;
}
