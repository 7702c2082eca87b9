import { getRouteApi } from '@tanstack/react-router';
import type { Site } from '@twotwenty/contracts/site';
import { useState } from 'react';
import { useDevice } from '../../api/choices.js';
import { isNotFound } from '../../api/client.js';
import { useMonitor } from '../../api/monitors.js';
import { useSites } from '../../api/sites.js';
import { Loading } from '../../app/Loading.js';
import { NoAnswer } from '../../app/NoAnswer.js';
import { SummaryBar } from '../../app/SummaryBar.js';
import { newDraftKey } from './draft-keys.js';
import { MonitorEditor } from './MonitorEditor.js';
import type { MonitorValues } from './monitor-values.js';
import { copiedValues, newMonitorValues } from './new-monitor.js';
import { SavedPage } from './SavedPage.js';
import { useMonitorEditor } from './use-monitor-editor.js';

const route = getRouteApi('/monitors/new');

/** Adds a monitor: for a device, after another monitor, or for whatever is chosen. */
export function NewMonitorPage() {
  const origin = route.useSearch();
  const { deviceId, preset, from } = origin;
  const sites = useSites();
  const device = useDevice(from === undefined ? deviceId : undefined);
  const model = useMonitor(from);
  const error = sites.error ?? known(device.error) ?? known(model.error);
  if (sites.data === undefined || isWaited(device) || isWaited(model)) {
    return error === null ? <Loading what="what is needed for a monitor" /> : <NoAnswer error={error} />;
  }
  const names = sites.data.items.map(({ name }) => name);
  const initial =
    model.data === undefined
      ? newMonitorValues({ device: device.data, preset, sites: names })
      : copiedValues(model.data);
  const key = newDraftKey(origin);
  return <NewMonitor key={key} draftKey={key} initial={initial} sites={sites.data.items} />;
}

/** What the address names and does not exist is left out: an old link leads to an empty form rather than nowhere. */
function known(error: Error | null): Error | null {
  return isNotFound(error) ? null : error;
}

function isWaited({
  data,
  error,
  isEnabled,
}: Pick<ReturnType<typeof useDevice>, 'error' | 'isEnabled'> & { data: unknown }): boolean {
  return isEnabled && data === undefined && !isNotFound(error);
}

interface NewMonitorProps {
  readonly draftKey: string;
  readonly initial: MonitorValues;
  readonly sites: readonly Site[];
}

function NewMonitor({ draftKey, initial: given, sites }: NewMonitorProps) {
  // What the form begins with stays, however the sites go on.
  const [initial] = useState(given);
  const control = useMonitorEditor({ monitor: null, initial, draftKey });
  if (control.saved !== undefined) return <SavedPage saved={control.saved} />;
  return (
    <>
      <SummaryBar
        title="New monitor · TwoTwenty"
        mood="idle"
        icon="uninitialized"
        headline="New monitor"
        detail="Only name, device and host are needed; the rest has values that are right for most."
      />
      <MonitorEditor monitor={null} control={control} sites={sites} />
    </>
  );
}
