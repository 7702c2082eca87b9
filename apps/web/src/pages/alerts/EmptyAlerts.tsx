import { Paper, Stack, Text, Title } from '@mantine/core';
import { AddAlert } from './AddAlert.js';
import classes from './AlertsPage.module.css';

/** What to do when there is nothing to show. */
export function EmptyAlerts() {
  return (
    <Paper withBorder className={classes.card}>
      <Stack gap="sm" align="start">
        <Title order={2} size="h4">
          Nobody is told when a monitor goes down
        </Title>
        <Text>Add an alert: whom it serves, and what is done – a mail, a message, a program that repairs.</Text>
        <AddAlert />
      </Stack>
    </Paper>
  );
}
