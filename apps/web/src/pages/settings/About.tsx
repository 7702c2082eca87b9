import type { Health } from '@twotwenty/contracts/http';
import { Fact, Facts } from '../../app/Facts.js';
import { Section } from '../../app/Section.js';
import { StandingIcon } from '../../status/StandingMark.js';
import classes from './Settings.module.css';

interface AboutProps {
  readonly health: Health | undefined;
  readonly error: Error | null;
}

/** The version, and whether what the controller needs is there. */
export function About({ health, error }: AboutProps) {
  return (
    <Section title="About">
      {error !== null && (
        <p role="alert" className={classes.problem}>
          The controller does not answer, or something that it needs is away.
        </p>
      )}
      {health !== undefined && (
        <Facts>
          <Fact name="Version" value={health.version} />
          {Object.entries(health.checks).map(([name, check]) => (
            <Fact key={name} name={CHECK_NAMES[name] ?? name} value={<Check {...check} />} />
          ))}
        </Facts>
      )}
      <p className={classes.links}>
        <a href="/api/docs">API documentation</a> <a href="/api/openapi.json">OpenAPI document</a>
      </p>
    </Section>
  );
}

const CHECK_NAMES: Readonly<Record<string, string | undefined>> = { database: 'Database', queue: 'Queue' };

function Check({ ok, message }: Health['checks'][string]) {
  return (
    <span className={classes.check} data-ok={ok}>
      <StandingIcon of={ok ? 'up' : 'down'} />
      {ok ? 'answers' : (message ?? 'does not answer')}
    </span>
  );
}
