import { Link } from '@tanstack/react-router';
import type { Monitor } from '@twotwenty/contracts/monitor';
import { Fact, Facts } from '../../app/Facts.js';
import { Section } from '../../app/Section.js';
import { notificationSentence, sitesSentence, targetWords, timingSentence } from './head-words.js';

/** How the monitor is set up, in short. */
export function SettingsSection({ monitor }: { readonly monitor: Monitor }) {
  const { id, target, recovery, tags, storeStatistics, dependsOn } = monitor;
  return (
    <Section title="Settings">
      <Facts>
        <Fact name="Server" value={<bdi>{targetWords(target)}</bdi>} />
        <Fact name="Tested" value={timingSentence(monitor)} />
        <Fact name="Told" value={notificationSentence(monitor)} />
        <Fact name="Sites" value={sitesSentence(monitor)} />
        <Fact name="Depends on" value={dependsOn.length === 0 ? null : dependsWords(dependsOn.length)} />
        <Fact
          name="Repairs"
          value={
            recovery === null ? (
              'None are set up.'
            ) : (
              <>
                On <bdi>{recovery.machine}</bdi>
              </>
            )
          }
        />
        <Fact name="Tags" value={tags.length === 0 ? null : <bdi>{tags.join(', ')}</bdi>} />
        <Fact name="Statistics" value={storeStatistics ? null : 'Not kept: no results, charts or availability.'} />
      </Facts>
      <Link to="/monitors/$monitorId/edit" params={{ monitorId: id }}>
        Edit the settings
      </Link>
    </Section>
  );
}

function dependsWords(count: number): string {
  return `${count === 1 ? '1 other monitor' : `${count} other monitors`}: while one is out, a failure raises no alert.`;
}
