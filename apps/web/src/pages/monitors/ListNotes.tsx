import { Anchor, Text } from '@mantine/core';
import type { WholeList } from '../../api/pages.js';
import { GROUP_WORDS, type Group } from '../../status/standing.js';
import classes from './ListNotes.module.css';

interface ListNotesProps {
  readonly list: WholeList<unknown>;
  readonly shown: number;
  readonly filter: Group | null;
  readonly onClear: () => void;
}

/** What of the whole is in the table below: nobody is to take a part for everything. */
export function ListNotes({ list, shown, filter, onClear }: ListNotesProps) {
  return (
    <div className={classes.notes}>
      <Text size="sm" c="dimmed">
        {filter === null ? (
          'All monitors, what is wrong first'
        ) : (
          <>
            {shown} of {list.items.length} monitors: {GROUP_WORDS[filter].word.toLowerCase()},{' '}
            {GROUP_WORDS[filter].meaning} ·{' '}
            <Anchor component="button" type="button" size="sm" onClick={onClear}>
              Show all
            </Anchor>
          </>
        )}
      </Text>
      {list.truncated && (
        <Text size="sm" className={classes.warning}>
          There are more than {list.items.length} monitors. The rest is neither shown nor counted here.
        </Text>
      )}
      {list.unreadable > 0 && (
        <Text size="sm" className={classes.warning}>
          {list.unreadable} monitors came in a form that this page does not understand and are not shown. Reload the
          page.
        </Text>
      )}
    </div>
  );
}
