import { Button, Text, VisuallyHidden } from '@mantine/core';
import type { HostKey } from '@twotwenty/contracts/host-key';
import { useState } from 'react';
import { useAcceptHostKey, useForgetHostKey } from '../../api/host-keys.js';
import { Confirm } from '../../form/Confirm.js';
import { StandingIcon } from '../../status/StandingMark.js';
import { Ago } from '../../time/Times.js';
import classes from './HostKeys.module.css';

/** The key of one machine, and another one that it showed. */
export function HostKeyItem({ hostKey }: { readonly hostKey: HostKey }) {
  const { pinned, offered } = hostKey;
  const [asked, setAsked] = useState<'forget' | HostKey['offered']>(null);
  const close = () => {
    setAsked(null);
  };
  return (
    <li className={classes.key}>
      <div className={classes.what}>
        <bdi className={classes.machine}>{placeOf(hostKey)}</bdi>
        <KeyLine of={pinned} what="Pinned" />
        {offered !== null && (
          <div className={classes.offered}>
            <StandingIcon of="warn" size={14} />
            <KeyLine of={offered} what="Shows now" />
          </div>
        )}
      </div>
      <div className={classes.actions}>
        {offered !== null && (
          <Button
            size="xs"
            onClick={() => {
              setAsked(offered);
            }}
          >
            Accept<VisuallyHidden> the new key of {placeOf(hostKey)}</VisuallyHidden>
          </Button>
        )}
        <Button
          size="xs"
          variant="default"
          onClick={() => {
            setAsked('forget');
          }}
        >
          Forget<VisuallyHidden> the key of {placeOf(hostKey)}</VisuallyHidden>
        </Button>
      </div>
      {asked === 'forget' && <AskToForget hostKey={hostKey} onClose={close} />}
      {asked !== null && asked !== 'forget' && <AskToAccept hostKey={hostKey} offered={asked} onClose={close} />}
    </li>
  );
}

interface KeyLineProps {
  readonly of: HostKey['pinned'];
  readonly what: string;
}

function KeyLine({ of: { type, fingerprint, at }, what }: KeyLineProps) {
  return (
    <div>
      <span className={classes.when}>
        {what} · {type} · <Ago at={at} />
      </span>
      <bdi className={classes.fingerprint}>{fingerprint}</bdi>
    </div>
  );
}

interface AskProps {
  readonly hostKey: HostKey;
  readonly onClose: () => void;
}

function AskToAccept({ hostKey, offered, onClose }: AskProps & { readonly offered: HostKey['pinned'] }) {
  const { mutate, isPending, error } = useAcceptHostKey(hostKey.id);
  return (
    <Confirm
      opened
      onClose={onClose}
      title={`Accept the new key of ${placeOf(hostKey)}?`}
      action="Accept this key"
      isPending={isPending}
      error={error}
      onConfirm={() => {
        mutate(offered.fingerprint, { onSuccess: onClose });
      }}
    >
      <Text>
        Accept it when the machine was installed anew, and when its console shows the same fingerprint (ssh-keygen -lf).
        If not, somebody may be in between, and would get the log-in.
      </Text>
      <KeyLine of={hostKey.pinned} what="Pinned so far" />
      <KeyLine of={offered} what="Shown, to be pinned" />
    </Confirm>
  );
}

function AskToForget({ hostKey, onClose }: AskProps) {
  const { mutate, isPending, error } = useForgetHostKey(hostKey.id);
  return (
    <Confirm
      opened
      onClose={onClose}
      title={`Forget the key of ${placeOf(hostKey)}?`}
      action="Forget this key"
      isPending={isPending}
      error={error}
      onConfirm={() => {
        mutate(undefined, { onSuccess: onClose });
      }}
    >
      <Text>The next key that the machine shows is then pinned without a question, whoever shows it.</Text>
      <KeyLine of={hostKey.pinned} what="Pinned" />
    </Confirm>
  );
}

function placeOf({ machine, port }: HostKey): string {
  return machine.includes(':') ? `[${machine}]:${port}` : `${machine}:${port}`;
}
