import type { Health } from '@twotwenty/contracts/http';
import { Fact, Facts } from '../../app/Facts.js';
import { Section } from '../../app/Section.js';
import { StandingIcon } from '../../status/StandingMark.js';
import classes from './Settings.module.css';

interface AboutProps {
  readonly health: Health | undefined;
  readonly error: Error | null;
}

/** What is shown until the first answer, so that nothing moves when it comes. */
const ASKED: Known = { version: '…', checks: { database: null, queue: null } };

interface Known {
  readonly version: string;
  /** Null: not known yet. */
  readonly checks: Readonly<Record<string, Health['checks'][string] | null>>;
}

/** The version, and whether what the controller needs is there. */
export function About({ health, error }: AboutProps) {
  const known: Known | null = health ?? (error === null ? ASKED : null);
  return (
    <Section title="About">
      {error !== null && (
        <p role="alert" className={classes.problem}>
          The controller does not answer, or something that it needs is away.
        </p>
      )}
      {known !== null && (
        <Facts>
          <Fact name="Version" value={known.version} />
          {Object.entries(known.checks).map(([name, check]) => (
            <Fact key={name} name={CHECK_NAMES[name] ?? name} value={<Check check={check} />} />
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

function Check({ check }: { readonly check: Health['checks'][string] | null }) {
  if (check === null) {
    return (
      <span className={classes.check}>
        <StandingIcon of="uninitialized" />
        is being asked
      </span>
    );
  }
  return (
    <span className={classes.check} data-ok={check.ok}>
      <StandingIcon of={check.ok ? 'up' : 'down'} />
      {check.ok ? 'answers' : (check.message ?? 'does not answer')}
    </span>
  );
}
