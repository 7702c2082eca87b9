import { Text } from '@mantine/core';
import { previewOpenings } from '@twotwenty/contracts/maintenance';
import { useMemo } from 'react';
import { formatExact } from '../../time/relative-time.js';
import { windowOf, type MaintenanceDraft } from './maintenance-draft.js';
import { recurrenceWords } from './repeat-words.js';

const SHOWN = 3;

/** What was chosen in plain words, and when the window would open next. Empty while something in it is not right. */
export function NextOpenings({ draft }: { readonly draft: MaintenanceDraft }) {
  const written = JSON.stringify(windowOf(draft));
  const openings = useMemo(() => previewOpenings(JSON.parse(written), new Date(), SHOWN), [written]);
  const words = recurrenceWords(draft);
  return (
    <div role="status">
      {words !== null && <Text size="sm">It opens {words}.</Text>}
      {openings.length > 0 && draft.repeats !== 'never' && (
        <>
          <Text size="sm">{openings.length === 1 ? 'For the last time:' : 'The next times, by your clock:'}</Text>
          <ul>
            {openings.map(({ from, to }) => (
              <li key={from.toISOString()}>
                <Text size="sm" span>
                  {formatExact(from.toISOString())} to {formatExact(to.toISOString())}
                </Text>
              </li>
            ))}
          </ul>
        </>
      )}
    </div>
  );
}
