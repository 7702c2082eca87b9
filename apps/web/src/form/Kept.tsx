import { Button } from '@mantine/core';
import classes from './Form.module.css';

interface KeptProps {
  /** What was typed comes from before the page was loaded, or left. */
  readonly isKept: boolean;
  /** Secrets are missing from it. */
  readonly withoutSecrets?: boolean;
  readonly onForget: () => void;
}

/** Says that a form shows what was typed into it before, and lets people begin anew. */
export function Kept({ isKept, withoutSecrets = false, onForget }: KeptProps) {
  if (!isKept) return null;
  return (
    <div role="status" className={classes.kept}>
      <span>
        What you typed before is still here, and not saved yet.
        {withoutSecrets && ' Secrets are not kept outside the page: type them again.'}
      </span>
      <Button size="compact-xs" variant="default" onClick={onForget}>
        Forget it
      </Button>
    </div>
  );
}
