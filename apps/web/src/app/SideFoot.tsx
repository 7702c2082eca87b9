import { Button } from '@mantine/core';
import { useLogout } from '../api/session.js';
import { ColorSchemeControl } from './ColorSchemeControl.js';
import classes from './Shell.module.css';

/** Below the pages: what concerns the viewer alone. */
export function SideFoot() {
  const logout = useLogout();
  return (
    <div className={classes.foot}>
      <a href="/api/docs" className={classes.docs}>
        API documentation
      </a>
      <div className={classes.controls}>
        <ColorSchemeControl />
        <Button
          variant="default"
          size="xs"
          loading={logout.isPending}
          title={logout.error?.message}
          onClick={() => {
            logout.mutate();
          }}
        >
          {logout.isError ? 'Try again' : 'Log out'}
        </Button>
      </div>
    </div>
  );
}
