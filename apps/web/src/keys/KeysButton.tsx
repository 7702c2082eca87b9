import { ActionIcon, VisuallyHidden } from '@mantine/core';
import { showDialog } from './dialog.js';

/** Opens the list of the keys, also for those who have switched them off. */
export function KeysButton() {
  return (
    <ActionIcon
      variant="default"
      size={30}
      title="Keys"
      aria-haspopup="dialog"
      onClick={() => {
        showDialog(true);
      }}
    >
      <span aria-hidden="true">?</span>
      <VisuallyHidden>Keys</VisuallyHidden>
    </ActionIcon>
  );
}
