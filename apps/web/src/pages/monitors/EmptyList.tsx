import { Button, Group, Paper, Stack, Text, Title } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import classes from './EmptyList.module.css';

/** What to do when there is nothing to show. */
export function EmptyList() {
  return (
    <Paper withBorder className={classes.card}>
      <Stack gap="md">
        <Title order={2} size="h4">
          Nothing is being watched yet
        </Title>
        <Text>
          A monitor opens sessions to a mail server and waits for its 220. The set-up makes the first one in a minute;
          or add a device, which is a machine that people know by name, and its monitors.
        </Text>
        <Group>
          <Button component={Link} to="/welcome">
            Set up the first monitor
          </Button>
          <Button component={Link} to="/devices" variant="default">
            Devices
          </Button>
        </Group>
        <Text>To look around first, start TwoTwenty with servers to watch:</Text>
        <pre className={classes.code}>npm start -- --demo</pre>
      </Stack>
    </Paper>
  );
}
