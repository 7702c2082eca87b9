import { Button, Text } from '@mantine/core';
import type { Maintenance } from '@twotwenty/contracts/maintenance';
import { useState } from 'react';
import { useMaintenance } from '../../api/maintenance.js';
import type { WholeList } from '../../api/pages.js';
import { Loading } from '../../app/Loading.js';
import { NoAnswer } from '../../app/NoAnswer.js';
import { Section } from '../../app/Section.js';
import { SummaryBar } from '../../app/SummaryBar.js';
import { isDraftKept } from '../../form/kept-draft.js';
import { Unreadable } from '../../table/Unreadable.js';
import { maintenancePlace } from './maintenance-draft.js';
import { MaintenanceDialog } from './MaintenanceDialog.js';
import { MaintenanceTable } from './MaintenanceTable.js';

/** When nobody is to be alerted, and of what. */
export function MaintenancePage() {
  const query = useMaintenance();
  if (query.data !== undefined) return <MaintenanceList list={query.data} />;
  return query.error === null ? <Loading what="the maintenance windows" /> : <NoAnswer error={query.error} />;
}

interface MaintenanceListProps {
  readonly list: WholeList<Maintenance>;
}

function MaintenanceList({ list }: MaintenanceListProps) {
  const [isAdding, setAdding] = useState(() => isDraftKept(maintenancePlace(null)));
  const open = list.items.filter(({ openNow }) => openNow).length;
  const active = open === 1 ? '1 maintenance window is open' : `${open} maintenance windows are open`;
  return (
    <>
      <SummaryBar
        title="Maintenance · TwoTwenty"
        mood="idle"
        icon={open > 0 ? 'maintenance' : 'uninitialized'}
        headline={open > 0 ? active : 'No maintenance now'}
        detail="While a window is open its monitors are not judged, and nobody is alerted of them."
      >
        <Button
          onClick={() => {
            setAdding(true);
          }}
        >
          Add maintenance
        </Button>
      </SummaryBar>
      <Unreadable count={list.unreadable} what="maintenance windows" />
      {list.items.length === 0 ? <NoWindows /> : <MaintenanceTable windows={list.items} />}
      {list.truncated && <Text size="sm">There are more than are shown here.</Text>}
      {isAdding && (
        <MaintenanceDialog
          maintenance={null}
          onClose={() => {
            setAdding(false);
          }}
        />
      )}
    </>
  );
}

function NoWindows() {
  return (
    <Section title="No maintenance is planned">
      <Text size="sm">Add a window before you work on a mail server, or one that opens again and again.</Text>
    </Section>
  );
}
