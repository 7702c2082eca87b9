import { Paper, Text, Title } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import type { Site } from '@twotwenty/contracts/site';
import { Fact, Facts } from '../../app/Facts.js';
import { SiteStatusMark } from '../../status/SiteStatusMark.js';
import { Lasting } from '../../time/Times.js';
import { formatBacklog, formatLateness } from './site-words.js';
import classes from './SiteCard.module.css';
import { WorkerTable } from './WorkerTable.js';

/** One site with its workers. */
export function SiteCard({ site }: { readonly site: Site }) {
  const { name, description, status, liveWorkers, workers } = site;
  const since = site.lostSince ?? site.suspectSince;
  return (
    <Paper component="section" withBorder className={classes.card} aria-label={name}>
      <div className={classes.head}>
        <Title order={2} size="h4">
          {name}
        </Title>
        <SiteStatusMark status={status} />
        {since !== null && (
          <Text size="sm">
            for <Lasting at={since} />
          </Text>
        )}
        {description !== null && (
          <Text size="sm" c="dimmed">
            <bdi>{description}</bdi>
          </Text>
        )}
        <Link to="/action-runs" search={{ site: name }} className={classes.told} title={`Who was told of ${name}`}>
          Who was told
        </Link>
      </div>
      <Facts>
        <Fact name="Live workers" value={liveWorkers} />
        <Fact name="Sessions" value={liveWorkers > 0 ? `${site.sessions} of ${site.maxSessions}` : null} />
        <Fact name="Backlog" value={formatBacklog(site)} />
        <Fact name="Lateness" value={formatLateness(site.latenessMs)} />
        <Fact name="Version" value={site.versions.length > 0 ? site.versions.join(', ') : null} />
      </Facts>
      {workers.length > 0 ? <WorkerTable site={name} workers={workers} /> : <NoWorkers site={site} />}
    </Paper>
  );
}

function NoWorkers({ site: { name, status } }: { readonly site: Site }) {
  return (
    <Text size="sm" c="dimmed" mt="sm">
      {status === 'new' ? 'No worker was ever heard of.' : 'No worker was heard of within the last day.'} Start one with{' '}
      <code>SITE={name}</code> and the address of the queue in its environment.
    </Text>
  );
}
