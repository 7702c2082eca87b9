import type { MachineService } from '../recovery-method.js';

/** In the words of net(8). */
const STATES = [
  'stopped',
  'start pending',
  'stop pending',
  'running',
  'resume pending',
  'pause pending',
  'paused',
] as const;
export type ServiceState = (typeof STATES)[number];

/** What `net rpc service status` tells of a service; null for anything else than it prints in English. */
export function parseServiceState(output: string, service: string): ServiceState | null {
  const lead = `${service} service is `;
  const line = output.split('\n').find((each) => each.startsWith(lead));
  return STATES.find((state) => line === `${lead}${state}.`) ?? null;
}

/**
 * What `net rpc service list` prints: short name, four spaces at least, and the shown name in quotes. Written so that no line
 * takes long, whatever a machine names its services.
 */
const LISTED = /^(\S(?:.*?\S)?) {4,}"(.*)$/;

/** The services of `net rpc service list`; null when a line of it is of another form. */
export function parseServiceList(output: string): readonly MachineService[] | null {
  const lines = output.split('\n').filter((line) => line !== '' && line !== 'No services returned');
  const services = lines.flatMap((line) => {
    const [, name, rest] = LISTED.exec(line) ?? [];
    if (name === undefined || rest?.endsWith('"') !== true) return [];
    return [{ name, description: rest.slice(0, -1), state: null }];
  });
  return services.length === lines.length ? services : null;
}
