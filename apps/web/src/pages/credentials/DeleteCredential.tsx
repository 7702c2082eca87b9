import { Text } from '@mantine/core';
import type { Credential } from '@twotwenty/contracts/credential';
import { useDeleteCredential } from '../../api/credentials.js';
import { Confirm } from '../../form/Confirm.js';

interface DeleteCredentialProps {
  readonly credential: Credential;
  readonly onClose: () => void;
}

/** Asks whether this credential is to go. One that a monitor names stays, and the answer says which. */
export function DeleteCredential({ credential, onClose }: DeleteCredentialProps) {
  const { mutate, isPending, error } = useDeleteCredential(credential);
  return (
    <Confirm
      opened
      onClose={onClose}
      title="Delete this credential?"
      action="Delete"
      isPending={isPending}
      error={error}
      onConfirm={() => {
        mutate(undefined, { onSuccess: onClose });
      }}
    >
      <Text>
        <strong>
          <bdi>{credential.name}</bdi>
        </strong>{' '}
        and its secret are removed for good.
      </Text>
    </Confirm>
  );
}
