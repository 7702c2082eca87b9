import { Text } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { Section } from '../../app/Section.js';

/** Why there is nothing, and what to do. */
export function EmptyDevices({ search }: { readonly search: string | undefined }) {
  if (search !== undefined) {
    return (
      <Section title="No device is called that">
        <Text size="sm">
          Nothing has “<bdi>{search}</bdi>” in its name or address. <Link to="/devices">Show all devices</Link>
        </Text>
      </Section>
    );
  }
  return (
    <Section title="There is no device yet">
      <Text size="sm">
        Add the first one, or let <Link to="/welcome">the set-up</Link> make it together with its first monitor.
      </Text>
    </Section>
  );
}
