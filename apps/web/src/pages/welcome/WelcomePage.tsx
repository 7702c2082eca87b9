import { Text, Title } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useTab } from '../../status/use-tab.js';
import { EMPTY_DRAFT, type FirstDraft } from './first-draft.js';
import { FirstForm } from './FirstForm.js';
import { FirstOutcome } from './FirstOutcome.js';
import { useFirstMonitor } from './use-first-monitor.js';
import classes from './Welcome.module.css';

/** From nothing to a mail server that is watched, in one go. */
export function WelcomePage() {
  useTab('Set-up · TwoTwenty', 'idle');
  const [draft, setDraft] = useState<FirstDraft>(EMPTY_DRAFT);
  const first = useFirstMonitor();
  return (
    <div className={classes.page}>
      <Title order={1} size="h2">
        Watch your mail server
      </Title>
      {first.data === undefined ? (
        <FirstForm
          draft={draft}
          isPending={first.isPending}
          error={first.error}
          onChange={(change) => {
            if (first.isError) first.reset();
            setDraft((before) => ({ ...before, ...change }));
          }}
          onSubmit={() => {
            if (!first.isPending) first.mutate(draft);
          }}
        />
      ) : (
        <FirstOutcome monitor={first.data} onBack={first.reset} hasAlert={draft.channel !== 'none'} />
      )}
      <Text size="sm" c="dimmed">
        Was the password printed when TwoTwenty started the first time? <Link to="/settings">Change it</Link> to one of
        your own.
      </Text>
    </div>
  );
}
