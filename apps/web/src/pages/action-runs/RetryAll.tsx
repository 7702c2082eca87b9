import { Button, Text } from '@mantine/core';
import type { Attention } from '@twotwenty/contracts/action-run';
import { useState } from 'react';
import { useRetryAll } from '../../api/action-runs.js';
import { Confirm } from '../../form/Confirm.js';
import { formatNumber } from '../../numbers/format-number.js';
import { Ago } from '../../time/Times.js';
import classes from './RetryAll.module.css';

type FailedNotices = Attention['failedNotices'];

/** Has all notices that failed tried again, once somebody has confirmed how many and of what. */
export function RetryAll({ failed }: { readonly failed: FailedNotices | undefined }) {
  const [isOpen, setOpen] = useState(false);
  const { mutate, isPending, error, data, reset } = useRetryAll();
  const hasFailed = failed !== undefined && failed.count > 0;
  const close = () => {
    setOpen(false);
  };
  return (
    <div className={classes.place}>
      {hasFailed && (
        <Button
          color="red.8"
          onClick={() => {
            reset();
            setOpen(true);
          }}
        >
          Retry all failed
        </Button>
      )}
      <span role="status" className={classes.done}>
        {data !== undefined && `${data === 1 ? '1 notice is' : `${formatNumber(data)} notices are`} tried again.`}
      </span>
      {hasFailed && (
        <Confirm
          opened={isOpen}
          onClose={close}
          title="Retry all failed notices?"
          action={`Retry ${formatNumber(failed.count)} now`}
          isPending={isPending}
          error={error}
          onConfirm={() => {
            mutate(
              failed.alerts.map(({ alertId }) => alertId),
              { onSuccess: close },
            );
          }}
        >
          <Facts failed={failed} />
        </Confirm>
      )}
    </div>
  );
}

function Facts({ failed }: { readonly failed: FailedNotices }) {
  return (
    <>
      <Text>
        {failed.count === 1 ? 'This notice is' : `These ${formatNumber(failed.count)} notices are`} sent as written at
        the time
        {failed.oldestAt !== null && (
          <>
            ; the oldest is from <Ago at={failed.oldestAt} />
          </>
        )}
        .
      </Text>
      <ul className={classes.alerts}>
        {failed.alerts.map(({ alertId, alertName, count }) => (
          <li key={alertId}>
            <bdi>{alertName}</bdi>: {formatNumber(count)}
          </li>
        ))}
      </ul>
    </>
  );
}
