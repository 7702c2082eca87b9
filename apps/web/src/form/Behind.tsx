import { Button, Group } from '@mantine/core';
import type { ReactNode } from 'react';
import classes from './Form.module.css';
import type { DraftControl } from './use-draft.js';

interface BehindProps {
  readonly draft: Pick<DraftControl<unknown>, 'isBehind' | 'goOn' | 'discard'>;
  /** What is stored now: name and value. */
  readonly stored: readonly (readonly [name: string, value: ReactNode])[];
}

/** Says that somebody else has changed what is being edited, and lets people choose. */
export function Behind({ draft, stored }: BehindProps) {
  if (!draft.isBehind) return null;
  return (
    <div role="alert" className={classes.behind}>
      Somebody else changed this while you were editing. What you typed is kept; stored is now:
      <dl>
        {stored.map(([name, value]) => (
          <Stored key={name} name={name} value={value} />
        ))}
      </dl>
      <Group gap="xs">
        <Button size="xs" variant="default" onClick={draft.goOn}>
          Keep what I typed
        </Button>
        <Button size="xs" variant="default" onClick={draft.discard}>
          Take what is stored
        </Button>
      </Group>
    </div>
  );
}

function Stored({ name, value }: { readonly name: string; readonly value: ReactNode }) {
  return (
    <>
      <dt>{name}</dt>
      <dd>
        <bdi>{value}</bdi>
      </dd>
    </>
  );
}
