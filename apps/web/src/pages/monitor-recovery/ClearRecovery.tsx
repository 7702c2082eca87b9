import { Button, Text } from '@mantine/core';
import type { Monitor } from '@twotwenty/contracts/monitor';
import { useState } from 'react';
import { useChangeRecovery } from '../../api/monitors.js';
import { Confirm } from '../../form/Confirm.js';

interface ClearRecoveryProps {
  readonly monitor: Monitor;
  readonly onCleared: () => void;
}

/** Removes the recovery parameters of a monitor, once somebody has confirmed it. */
export function ClearRecovery({ monitor, onCleared }: ClearRecoveryProps) {
  const [asked, setAsked] = useState<Monitor | null>(null);
  const { mutate, isPending, error, reset } = useChangeRecovery(monitor.id);
  const close = () => {
    setAsked(null);
  };
  return (
    <>
      <Button
        variant="default"
        onClick={() => {
          reset();
          setAsked(monitor);
        }}
      >
        Clear
      </Button>
      <Confirm
        opened={asked !== null}
        onClose={close}
        title={`Clear the repairs of ${monitor.name}?`}
        action="Clear"
        isPending={isPending}
        error={error}
        onConfirm={() => {
          if (asked === null) return;
          mutate(
            { recovery: null, version: asked.version },
            {
              onSuccess: () => {
                close();
                onCleared();
              },
            },
          );
        }}
      >
        <Text>
          Machine, credential and services are forgotten. Alerts go on; their repairs are refused for this monitor.
        </Text>
      </Confirm>
    </>
  );
}
