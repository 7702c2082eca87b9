import { Button, Text } from '@mantine/core';
import type { Site } from '@twotwenty/contracts/site';
import { useState } from 'react';
import type { WholeList } from '../../api/pages.js';
import { useSites } from '../../api/sites.js';
import { Loading } from '../../app/Loading.js';
import { NoAnswer } from '../../app/NoAnswer.js';
import { SummaryBar } from '../../app/SummaryBar.js';
import { isDraftKept } from '../../form/kept-draft.js';
import { AddSite, NEW_SITE_PLACE } from './AddSite.js';
import { EmptySites } from './EmptySites.js';
import { sitesHeadline } from './site-words.js';
import { SiteCard } from './SiteCard.js';

const ORDER: Readonly<Record<Site['status'], number>> = { lost: 0, suspect: 1, live: 2, new: 3 };

/** From where is tested, and whether somebody is there. */
export function SitesPage() {
  const query = useSites();
  if (query.data !== undefined) return <SiteList list={query.data} />;
  if (query.error !== null) return <NoAnswer error={query.error} />;
  return <Loading what="the sites" />;
}

function SiteList({ list }: { readonly list: WholeList<Site> }) {
  const [isAdding, setAdding] = useState(() => isDraftKept(NEW_SITE_PLACE));
  const sites = list.items.toSorted((left, right) => ORDER[left.status] - ORDER[right.status]);
  const { headline, mood, icon } = sitesHeadline(sites);
  return (
    <>
      <SummaryBar
        title={`${headline} · TwoTwenty`}
        mood={mood}
        icon={icon}
        headline={headline}
        detail="Sites are the places from which servers are tested, each by its workers."
      >
        <Button
          onClick={() => {
            setAdding(true);
          }}
        >
          Add a site
        </Button>
      </SummaryBar>
      {sites.length === 0 && list.unreadable === 0 && <EmptySites />}
      {sites.map((site) => (
        <SiteCard key={site.name} site={site} />
      ))}
      {list.truncated && <Text size="sm">There are more than are shown here.</Text>}
      {list.unreadable > 0 && (
        <Text size="sm">{list.unreadable} came in a form that this page does not understand: reload it.</Text>
      )}
      {isAdding && (
        <AddSite
          onClose={() => {
            setAdding(false);
          }}
        />
      )}
    </>
  );
}
