import { Button } from '@mantine/core';
import { useEffect, useRef, useState } from 'react';
import { useCredentials } from '../../api/credentials.js';
import { FormCard } from '../../form/FormCard.js';
import { isSame } from '../../form/same.js';
import { pick } from '../../form/three-way.js';
import { problemsOfCheck, RefusedContext } from '../monitor-recovery/check-refusals.js';
import { RecoveryFields } from '../monitor-recovery/RecoveryFields.js';
import { TestConnection } from '../monitor-recovery/TestConnection.js';
import type { SectionProps } from './editor-form.js';
import { openProblems, type Refused } from './editor-problems.js';
import { NO_RECOVERY, recoveryChange, recoveryOf } from './monitor-values.js';

/** The id of the section, which links lead to. */
const RECOVERY_SECTION = 'recovery';

/** Where the repairs of the monitor act, and as whom. */
export function RecoverySection({ form }: SectionProps) {
  const section = useRef<HTMLDivElement>(null);
  const credentials = useCredentials().data?.items;
  const { values, problems, change } = form;
  const [refused, setRefused] = useState<Refused | null>(null);
  const looked = refused === null ? [] : openProblems(refused, values);
  const draft = recoveryOf(values);
  const isEmpty = isSame(pick(values, Object.keys(NO_RECOVERY) as (keyof typeof NO_RECOVERY)[]), NO_RECOVERY);
  useEffect(() => {
    // The browser looks for it before the page is there.
    if (location.hash === `#${RECOVERY_SECTION}`) section.current?.scrollIntoView();
  }, []);
  return (
    <div ref={section} id={RECOVERY_SECTION}>
      <FormCard
        title="Recovery parameters"
        explanation="The machine that repairs act on, and as whom: for alerts that restart services, reboot or run a program. Leave it empty where nothing is repaired."
      >
        <RefusedContext
          value={(error) => {
            setRefused(error === null ? null : { problems: problemsOfCheck(error), values });
          }}
        >
          <RecoveryFields
            draft={draft}
            credentials={credentials}
            problems={new Map([...problems, ...looked])}
            onChange={(changed) => {
              change(recoveryChange(changed));
            }}
          />
          <TestConnection draft={draft} />
        </RefusedContext>
        {!isEmpty && (
          <Button
            variant="subtle"
            size="compact-sm"
            mt="md"
            onClick={() => {
              change(NO_RECOVERY);
            }}
          >
            Clear the recovery parameters
          </Button>
        )}
      </FormCard>
    </div>
  );
}
