import { Button } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { FormCard } from '../../form/FormCard.js';

/** The way to the credentials. */
export function CredentialsCard() {
  return (
    <FormCard
      title="Credentials"
      explanation="As whom repairs log in on machines. The rights of TwoTwenty itself are never used."
    >
      <Button variant="default" mt="md" renderRoot={(props) => <Link to="/credentials" {...props} />}>
        Credentials
      </Button>
    </FormCard>
  );
}
