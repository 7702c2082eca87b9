import { Button, Paper, Stack, Text, Title } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import classes from './EmptyList.module.css';

/** What to do when there is nothing to show. */
export function EmptyList() {
  const api = `${location.origin}/api/v1`;
  return (
    <Paper withBorder className={classes.card}>
      <Stack gap="md">
        <Title order={2} size="h4">
          Nothing is being watched yet
        </Title>
        <Button component={Link} to="/welcome" style={{ alignSelf: 'start' }}>
          Watch your mail server
        </Button>
        <Text>To look around first, start TwoTwenty with servers to watch:</Text>
        <pre className={classes.code}>npm start -- --demo</pre>
        <Text>
          To watch your own, create a device and then a monitor of it. ADMIN_TOKEN is the API token the controller was
          started with.
        </Text>
        <pre className={classes.code}>
          {curl(`${api}/devices`, { name: 'Mail server', address: 'mx1.example.com' })}
        </pre>
        <pre className={classes.code}>
          {curl(`${api}/monitors`, {
            deviceId: 'the id that was answered',
            name: 'MX 1 greeting',
            target: { host: 'mx1.example.com' },
          })}
        </pre>
        <Text c="dimmed">The monitor appears here by itself.</Text>
      </Stack>
    </Paper>
  );
}

function curl(url: string, body: object): string {
  return [
    `curl ${url} \\`,
    `  -H "Authorization: Bearer $ADMIN_TOKEN" \\`,
    `  -H 'Content-Type: application/json' \\`,
    `  -d '${JSON.stringify(body)}'`,
  ].join('\n');
}
