import { Text } from '@mantine/core';
import { FormCard } from '../../form/FormCard.js';

/** What to do when there is nothing to show. */
export function EmptySites() {
  return (
    <FormCard title="Nothing is tested without a site" explanation="A monitor names the sites from which it is tested.">
      <Text mt="sm">Add a site, then start a worker there.</Text>
    </FormCard>
  );
}
