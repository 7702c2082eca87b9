import { Button, Group, Stack, Text } from '@mantine/core';
import { Dialog } from '../app/Dialog.js';
import type { ActionRun } from '@twotwenty/contracts/action-run';
import { useActionOf } from '../api/alerts.js';
import { useMonitor } from '../api/monitors.js';
import { Fact, Facts } from '../app/Facts.js';
import { channelWord } from '../status/channel-words.js';
import { formatOccasion } from '../status/run-state.js';
import { plannedPlace } from './repair-words.js';

interface ConfirmRepairProps {
  readonly run: ActionRun;
  readonly opened: boolean;
  readonly title: string;
  /** What will be done when it is confirmed. */
  readonly consequence: string;
  readonly confirm: string;
  /** Whether a machine will be asked: then nobody confirms before it is shown which one. */
  readonly acts: boolean;
  readonly isPending: boolean;
  readonly onConfirm: () => void;
  readonly onClose: () => void;
}

/**
 * Names action, machine and monitor before anything is done to them. The machine is that of the monitor as it was set when this
 * opened: what an earlier look-up said is not shown, since it may name another machine.
 */
export function ConfirmRepair(props: ConfirmRepairProps) {
  const { run, opened, title, consequence, confirm, acts, isPending, onConfirm, onClose } = props;
  const { data, error, isFetchedAfterMount } = useMonitor(opened ? run.monitorId : undefined);
  const monitor = isFetchedAfterMount && error === null ? data : undefined;
  const program = useActionOf(opened && run.actionType === 'recovery-program' ? run : undefined)?.settings['program'];
  const place = monitor && plannedPlace(run.actionType, monitor);
  return (
    <Dialog opened={opened} onClose={onClose} title={title} centered>
      <Stack gap="md">
        <Facts>
          <Fact name="Action" value={channelWord(run.actionType)} />
          <Fact name="Program" value={typeof program === 'string' ? <bdi>{program}</bdi> : null} />
          <Fact
            name="Machine"
            value={<bdi>{place?.machine ?? (error === null ? 'looking it up …' : 'not known')}</bdi>}
          />
          <Fact name="Services" value={place?.services && <bdi>{place.services}</bdi>} />
          <Fact name="Monitor" value={monitor && <bdi>{monitor.name}</bdi>} />
          <Fact name="Because of" value={`${formatOccasion(run)}, ${run.alertName}`} />
        </Facts>
        <Text>{consequence}</Text>
        {error !== null && (
          <Text role="alert" c="var(--tt-down)">
            The monitor could not be looked up: {error.message}
          </Text>
        )}
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button
            color={acts ? 'red.8' : 'indigo'}
            loading={isPending}
            disabled={acts && place === undefined}
            onClick={onConfirm}
          >
            {confirm}
          </Button>
        </Group>
      </Stack>
    </Dialog>
  );
}
