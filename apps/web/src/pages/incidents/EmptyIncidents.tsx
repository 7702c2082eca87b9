import { Text } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import type { IncidentFilter } from '../../api/incidents.js';
import { Section } from '../../app/Section.js';

/** Why there is nothing, and what to do. */
export function EmptyIncidents({ filter }: { readonly filter: IncidentFilter }) {
  const isFiltered = filter.show !== undefined || filter.monitorId !== undefined;
  return (
    <Section title={isFiltered ? 'No incident is of this kind' : 'There was no incident yet'}>
      {isFiltered ? (
        <Text>
          <Link to="/incidents">Show all incidents</Link>
        </Text>
      ) : (
        <Text>An outage becomes an incident when it raises its first alert.</Text>
      )}
    </Section>
  );
}
