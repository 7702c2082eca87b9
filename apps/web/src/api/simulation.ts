import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { servingAlertsSchema } from '@twotwenty/contracts/alert';
import { downtimeSchema, type DowntimeInput } from '@twotwenty/contracts/downtime';
import { fetchJson } from './client.js';

/** Plays an outage through for a monitor, as its settings and alerts are now. @param monitorId undefined: nothing is asked for */
export function useSimulation(monitorId: string | undefined, outage: DowntimeInput) {
  return useQuery({
    queryKey: ['monitors', monitorId, 'simulation', outage],
    queryFn: ({ signal }) =>
      fetchJson(downtimeSchema, `/monitors/${monitorId}/simulate-downtime`, { method: 'POST', body: outage, signal }),
    enabled: monitorId !== undefined,
    placeholderData: keepPreviousData,
  });
}

/** The alerts that serve a monitor, with a warning when nobody is told. @param monitorId undefined: nothing is asked for */
export function useServingAlerts(monitorId: string | undefined) {
  return useQuery({
    queryKey: ['alerts', 'serving', monitorId],
    queryFn: ({ signal }) => fetchJson(servingAlertsSchema, `/monitors/${monitorId}/alerts`, { signal }),
    enabled: monitorId !== undefined,
  });
}
