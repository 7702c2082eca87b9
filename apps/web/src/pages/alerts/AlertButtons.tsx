import { Button, Group, Text, VisuallyHidden } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import type { Alert } from '@twotwenty/contracts/alert';
import { useState } from 'react';
import { useDeleteAlert, useEnableAlert } from '../../api/alerts.js';
import { Confirm } from '../../form/Confirm.js';
import { Refusal } from '../../form/Refusal.js';

interface AlertButtonsProps {
  readonly alert: Alert;
  /** Whom it serves, in words. */
  readonly served: string;
}

/** What can be done about an alert. */
export function AlertButtons({ alert, served }: AlertButtonsProps) {
  const [isAsked, setAsked] = useState(false);
  const { mutate, isPending, error } = useEnableAlert(alert);
  const name = <VisuallyHidden> {alert.name}</VisuallyHidden>;
  return (
    <div>
      <Group gap="xs">
        <Button
          variant="default"
          size="xs"
          renderRoot={(props) => <Link to="/alerts/$alertId" params={{ alertId: alert.id }} {...props} />}
        >
          Edit{name}
        </Button>
        <Button
          variant="default"
          size="xs"
          renderRoot={(props) => <Link to="/alerts/new" search={{ from: alert.id }} {...props} />}
        >
          Copy{name}
        </Button>
        <Button
          variant="default"
          size="xs"
          loading={isPending}
          onClick={() => {
            mutate(!alert.enabled);
          }}
        >
          {alert.enabled ? 'Disable' : 'Enable'}
          {name}
        </Button>
        <Button
          variant="default"
          size="xs"
          onClick={() => {
            setAsked(true);
          }}
        >
          Delete{name}
        </Button>
      </Group>
      <Refusal error={error} />
      {isAsked && (
        <DeleteAlert
          alert={alert}
          served={served}
          onClose={() => {
            setAsked(false);
          }}
        />
      )}
    </div>
  );
}

/** Asks whether an alert is to go, and says who would not be told any more. */
function DeleteAlert({ alert, served, onClose }: AlertButtonsProps & { readonly onClose: () => void }) {
  const { mutate, isPending, error } = useDeleteAlert(alert);
  const actions = alert.actions.length === 1 ? '1 action' : `${alert.actions.length} actions`;
  return (
    <Confirm
      opened
      onClose={onClose}
      title="Delete this alert?"
      action="Delete"
      isPending={isPending}
      error={error}
      onConfirm={() => {
        mutate(undefined, { onSuccess: onClose });
      }}
    >
      <Text style={{ overflowWrap: 'anywhere' }}>
        <strong>
          <bdi>{alert.name}</bdi>
        </strong>{' '}
        and its {actions} are removed for good. It serves: {served}. What its actions did can still be read.
      </Text>
    </Confirm>
  );
}
