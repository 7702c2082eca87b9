import { Text } from '@mantine/core';
import type { HostKey } from '@twotwenty/contracts/host-key';
import type { WholeList } from '../../api/pages.js';
import { FormCard } from '../../form/FormCard.js';
import { Refusal } from '../../form/Refusal.js';
import { HostKeyItem } from './HostKeyItem.js';
import classes from './HostKeys.module.css';
import { byNeed } from './recovery-headline.js';

interface HostKeysCardProps {
  /** Undefined while it is not known. */
  readonly list: WholeList<HostKey> | undefined;
  readonly error: Error | null;
}

/** By which keys machines are known again. */
export function HostKeysCard({ list, error }: HostKeysCardProps) {
  return (
    <FormCard
      title="SSH host keys"
      explanation="The key that a machine shows first is pinned. When it shows another one, nothing is done there until somebody accepts it."
    >
      {list === undefined && <Refusal error={error} />}
      {list?.items.length === 0 && <Text mt="md">No machine has been reached by SSH yet.</Text>}
      {list !== undefined && list.items.length > 0 && (
        <ul className={classes.keys}>
          {byNeed(list.items).map((hostKey) => (
            <HostKeyItem key={hostKey.id} hostKey={hostKey} />
          ))}
        </ul>
      )}
      {list?.truncated === true && <Text size="sm">There are more than are shown here.</Text>}
      {list !== undefined && list.unreadable > 0 && (
        <Text size="sm">{list.unreadable} came in a form that this page does not understand: reload it.</Text>
      )}
    </FormCard>
  );
}
