import { Button, Group, Text, VisuallyHidden } from '@mantine/core';
import type { Maintenance } from '@twotwenty/contracts/maintenance';
import { useState } from 'react';
import { useDeleteMaintenance } from '../../api/maintenance.js';
import { Confirm } from '../../form/Confirm.js';
import { isDraftKept } from '../../form/kept-draft.js';
import { StandingIcon } from '../../status/StandingMark.js';
import { Cell, Row, RowHead } from '../../table/Row.js';
import { Table } from '../../table/Table.js';
import { formatExact } from '../../time/relative-time.js';
import { maintenancePlace, MODE_WORDS, scopeWords } from './maintenance-draft.js';
import { MaintenanceDialog } from './MaintenanceDialog.js';
import { recurrenceWords } from './repeat-words.js';
import { recurrenceOf } from './repeats.js';

const COLUMNS = [
  { name: 'Maintenance' },
  { name: 'Now', width: '16%' },
  { name: 'When', width: '22%' },
  { name: 'For', width: '14%' },
  { name: 'What', width: '16%' },
  { name: 'Action', width: '10.5rem' },
];

export function MaintenanceTable({ windows }: { readonly windows: readonly Maintenance[] }) {
  return (
    <Table label="Maintenance windows" columns={COLUMNS} cardsBelow="75em">
      {windows.map((maintenance) => (
        <MaintenanceRow key={maintenance.id} maintenance={maintenance} />
      ))}
    </Table>
  );
}

function MaintenanceRow({ maintenance }: { readonly maintenance: Maintenance }) {
  const { name, mode, window, assignment } = maintenance;
  return (
    <Row>
      <RowHead>
        <bdi>{name}</bdi>
      </RowHead>
      <Cell>
        <Now {...maintenance} />
      </Cell>
      <Cell line>
        {window.kind === 'once' ? `${formatExact(window.from)} to ${formatExact(window.to)}` : recurringWords(window)}
      </Cell>
      <Cell label="for">{scopeWords(assignment)}</Cell>
      <Cell line>{MODE_WORDS[mode]}</Cell>
      <Cell line>
        <Actions maintenance={maintenance} />
      </Cell>
    </Row>
  );
}

function recurringWords({ rule, from, to, timeZone }: Extract<Maintenance['window'], { kind: 'recurring' }>): string {
  const often = recurrenceWords(recurrenceOf(rule)) ?? rule;
  return `${capitalised(often)}; the first time ${spaced(from)} to ${spaced(to)}, ${timeZone}`;
}

function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** A time by the clocks of a zone, as people read it. */
function spaced(wallTime: string): string {
  return wallTime.replace('T', ' ');
}

function Now({ enabled, openNow, nextChangeAt }: Maintenance) {
  if (!enabled) return 'Switched off';
  const next = nextChangeAt === null ? null : formatExact(nextChangeAt);
  if (openNow) {
    return (
      <>
        <StandingIcon of="maintenance" size={14} /> <strong>Open</strong>
        {next !== null && ` until ${next}`}
      </>
    );
  }
  return next === null ? 'Over' : `Opens ${next}`;
}

function Actions({ maintenance }: { readonly maintenance: Maintenance }) {
  const [asked, setAsked] = useState<'edit' | 'delete' | null>(() =>
    isDraftKept(maintenancePlace(maintenance)) ? 'edit' : null,
  );
  const close = () => {
    setAsked(null);
  };
  return (
    <Group gap="xs">
      <Button
        variant="default"
        size="xs"
        onClick={() => {
          setAsked('edit');
        }}
      >
        Edit<VisuallyHidden> {maintenance.name}</VisuallyHidden>
      </Button>
      <Button
        variant="default"
        size="xs"
        onClick={() => {
          setAsked('delete');
        }}
      >
        Delete<VisuallyHidden> {maintenance.name}</VisuallyHidden>
      </Button>
      {asked === 'edit' && <MaintenanceDialog maintenance={maintenance} onClose={close} />}
      {asked === 'delete' && <DeleteMaintenance maintenance={maintenance} onClose={close} />}
    </Group>
  );
}

interface DeleteMaintenanceProps {
  readonly maintenance: Maintenance;
  readonly onClose: () => void;
}

function DeleteMaintenance({ maintenance, onClose }: DeleteMaintenanceProps) {
  const { mutate, isPending, error } = useDeleteMaintenance(maintenance);
  return (
    <Confirm
      opened
      onClose={onClose}
      title="Delete this maintenance window?"
      action="Delete"
      isPending={isPending}
      error={error}
      onConfirm={() => {
        mutate(undefined, { onSuccess: onClose });
      }}
    >
      <Text>
        <strong>
          <bdi>{maintenance.name}</bdi>
        </strong>{' '}
        is removed for good. {maintenance.openNow && 'It is open: its monitors are judged again at once.'}
      </Text>
    </Confirm>
  );
}
