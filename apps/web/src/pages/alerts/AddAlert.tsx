import { Button } from '@mantine/core';
import { Link } from '@tanstack/react-router';

/** Leads to the form for a new alert. */
export function AddAlert() {
  return (
    <Button component={Link} to="/alerts/new">
      Add alert
    </Button>
  );
}
