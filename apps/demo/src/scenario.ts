import { DemoServer, refuse, welcomeGladly, welcomeSlowly } from './demo-server.js';
import type { Cycle } from './outages.js';
import type { DemoMonitor } from './provision.js';

/** A server and how it is monitored. The short delays let every state be seen within two minutes. */
interface Role extends Omit<DemoMonitor, 'port'> {
  readonly server: DemoServer;
  /** Comes and goes. */
  readonly flaps: boolean;
}

/** With the delays below: warn at once, down after 2 s, lost after 6 more, and up again within 3 s of its return. */
export const CYCLE: Cycle = { upMs: 20_000, awayMs: 45_000 };

const SLOW_GREETING_MS = 2000;
// Below the ports that systems give to outgoing connections, so that nobody takes one while its server is away.
const FIRST_PORT = 22_025;

/** The cast of the demo. */
export function createRoles(): Role[] {
  const steady = delays({ up: 5, warn: 2, down: 5, lost: 10 });
  return [
    role('Healthy', new DemoServer(welcomeGladly, FIRST_PORT), steady),
    role('Greets slowly', new DemoServer(welcomeSlowly(SLOW_GREETING_MS), FIRST_PORT + 1), steady),
    role('Refuses with 554', new DemoServer(refuse, FIRST_PORT + 2), steady),
    {
      ...role(
        'Comes and goes',
        new DemoServer(welcomeGladly, FIRST_PORT + 3),
        delays({ up: 2, warn: 2, down: 3, lost: 3 }),
      ),
      flaps: true,
    },
  ];
}

function role(name: string, server: DemoServer, timing: DemoMonitor['timing']): Role {
  return { name, server, timing, notification: { failuresPerAlert: 2, maxAlerts: 2 }, flaps: false };
}

function delays(delaySeconds: DemoMonitor['timing']['delaySeconds']): DemoMonitor['timing'] {
  return { maxTestDurationSeconds: 10, delaySeconds };
}
