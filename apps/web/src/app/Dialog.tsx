import { Modal, type ModalProps } from '@mantine/core';
import { useLayoutEffect } from 'react';

/**
 * A dialog. What opened it has the focus again when it is closed, also where the dialog is made to be opened and goes when it is
 * closed, which Mantine's own does not see to.
 */
export function Dialog(props: ModalProps) {
  const { opened } = props;
  useLayoutEffect(() => {
    if (!opened) return undefined;
    const opener = document.activeElement;
    return () => {
      if (opener instanceof HTMLElement) opener.focus({ preventScroll: true });
    };
  }, [opened]);
  return <Modal {...props} returnFocus={false} />;
}
