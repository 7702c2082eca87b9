import { Anchor, Paper, Stack, Text, Title } from '@mantine/core';
import classes from './AlertsPage.module.css';

/** What to do when there is nothing to show. */
export function EmptyAlerts() {
  return (
    <Paper withBorder className={classes.card}>
      <Stack gap="sm">
        <Title order={2} size="h4">
          Nobody is told when a monitor goes down
        </Title>
        <Text>
          Create an alert with an action: <code>POST /api/v1/alerts</code>, described in the{' '}
          <Anchor href="/api/docs">API’s documentation</Anchor>. It appears here by itself, and its actions can be
          tried.
        </Text>
      </Stack>
    </Paper>
  );
}
