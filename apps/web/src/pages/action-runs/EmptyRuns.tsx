import { Paper, Text, Title } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import type { ActionRunFilter } from '../../api/action-runs.js';
import classes from './EmptyRuns.module.css';

/** Why there is nothing, and what to do. */
export function EmptyRuns({ filter }: { readonly filter: ActionRunFilter }) {
  const isFiltered = Object.values(filter).some((value) => value !== undefined);
  return (
    <Paper withBorder className={classes.card}>
      <Title order={2} size="h4">
        {isFiltered ? 'No run is of this kind' : 'No action has been run yet'}
      </Title>
      {isFiltered ? (
        <Text>
          <Link to="/action-runs">Show all runs</Link>
        </Text>
      ) : (
        <Text>
          Actions are run when a monitor raises an alert and when it recovers. To see whether they work before that,{' '}
          <Link to="/alerts">send a test</Link>.
        </Text>
      )}
    </Paper>
  );
}
