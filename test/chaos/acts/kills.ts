import type { AppName } from '../system/app.js';
import type { ActKind, Part } from './act.js';

/** Ends one process of an app with SIGKILL; its supervisor starts it again. */
export function killOf(name: AppName, part: Part): ActKind {
  return {
    name: `kill of ${article(name)}`,
    parts: [part],
    maxSeconds: 3,
    losesTests: name !== 'evaluator',
    make(system, random) {
      const app = random.pick(system.apps.filter((one) => one.name === name));
      return {
        async begin() {
          await app.kill();
          return app.label;
        },
        end: () => app.untilReady(),
      };
    },
  };
}

/** Halts one process of an app for a while: it misses everything, and does not know. */
export function haltOf(name: AppName, part: Part): ActKind {
  return {
    name: `halt of ${article(name)}`,
    parts: [part],
    maxSeconds: 10,
    losesTests: true,
    make(system, random) {
      const app = random.pick(system.apps.filter((one) => one.name === name));
      return {
        begin() {
          app.signal('SIGSTOP');
          return Promise.resolve(app.label);
        },
        end() {
          app.signal('SIGCONT');
          return Promise.resolve();
        },
      };
    },
  };
}

function article(name: AppName): string {
  return name === 'evaluator' ? `an ${name}` : `a ${name}`;
}
