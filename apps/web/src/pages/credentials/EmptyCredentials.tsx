import { Text } from '@mantine/core';
import { FormCard } from '../../form/FormCard.js';

/** What to do when there is nothing to show. */
export function EmptyCredentials() {
  return (
    <FormCard
      title="Nothing can be repaired without one"
      explanation="A repair logs in on the machine with a credential; the rights of TwoTwenty itself are never used."
    >
      <Text mt="sm">
        Add a user name with its password, or with an SSH key, of an account that may do no more than it needs to.
      </Text>
    </FormCard>
  );
}
