import { Button, Group } from '@mantine/core';
import formClasses from '../../form/Form.module.css';
import type { DraftControl } from '../../form/use-draft.js';
import type { AlertDraft } from './alert-draft.js';
import classes from './AlertEditor.module.css';
import { differencesOf } from './differences.js';

interface OvertakenProps {
  readonly draft: DraftControl<AlertDraft>;
  readonly stored: AlertDraft;
}

/** Says what somebody else has changed of what is being edited, and lets people choose. */
export function Overtaken({ draft, stored }: OvertakenProps) {
  if (!draft.isBehind) return null;
  const differences = differencesOf(draft.over.values, draft.values, stored);
  return (
    <div role="alert" className={formClasses.behind} data-problem tabIndex={-1}>
      Somebody else changed this alert while you were editing. What you typed is kept; they changed:
      <ul className={classes.differences}>
        {differences.map(({ what, theirs, mine }) => (
          <li key={what}>
            <strong>{what}</strong>: <bdi>{theirs}</bdi>
            {mine !== null && (
              <>
                {' '}
                – you typed: <bdi>{mine}</bdi>
              </>
            )}
          </li>
        ))}
      </ul>
      <Group gap="xs">
        <Button size="xs" variant="default" onClick={draft.goOn}>
          Keep mine on top of theirs
        </Button>
        <Button size="xs" variant="default" onClick={draft.discard}>
          Take theirs, forget mine
        </Button>
      </Group>
    </div>
  );
}
