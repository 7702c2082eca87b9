import { Text, Title } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useDraft } from '../../form/use-draft.js';
import { useTab } from '../../status/use-tab.js';
import { EMPTY_DRAFT, FIRST_PLACE } from './first-draft.js';
import { FirstForm } from './FirstForm.js';
import { FirstOutcome } from './FirstOutcome.js';
import { useFirstMonitor } from './use-first-monitor.js';
import classes from './Welcome.module.css';

/** From nothing to a mail server that is watched, in one go. */
export function WelcomePage() {
  useTab('Set-up · TwoTwenty', 'idle');
  const draft = useDraft(EMPTY_DRAFT, 0, FIRST_PLACE);
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
            draft.change(change);
          }}
          onSubmit={() => {
            if (!first.isPending) first.mutate(draft.values);
          }}
        />
      ) : (
        <FirstOutcome made={first.data} onBack={first.reset} />
      )}
      <Text size="sm" c="dimmed">
        Was the password printed when TwoTwenty started the first time? <Link to="/settings">Change it</Link> to one of
        your own.
      </Text>
    </div>
  );
}
