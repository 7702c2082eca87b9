import { Button, Group, TagsInput, TextInput } from '@mantine/core';
import { Dialog } from '../../app/Dialog.js';
import type { Device } from '@twotwenty/contracts/device';
import type { FormEvent } from 'react';
import { z } from 'zod';
import { useSaveDevice } from '../../api/devices.js';
import { Behind } from '../../form/Behind.js';
import { fieldProblems, problemText, problemWithin, type FieldProblems } from '../../form/field-problems.js';
import classes from '../../form/Form.module.css';
import { Kept } from '../../form/Kept.js';
import type { DraftPlace } from '../../form/kept-draft.js';
import { Refusal } from '../../form/Refusal.js';
import { useDraft } from '../../form/use-draft.js';

const draftSchema = z.object({ name: z.string(), address: z.string(), tags: z.array(z.string()) });
type DeviceDraft = z.infer<typeof draftSchema>;

interface DeviceDialogProps {
  /** Null for a new one. */
  readonly device: Device | null;
  readonly onClose: () => void;
  readonly onSaved?: (device: Device) => void;
}

const NEW_DEVICE: DeviceDraft = { name: '', address: '', tags: [] };

/** Fields that show what is wrong with them. */
export const DEVICE_FIELDS = ['name', 'address', 'tags'] as const;

/** Where what is typed is kept. @param device null for a new one */
export function devicePlace(device: Device | null): DraftPlace<DeviceDraft> {
  return { key: `device:${device?.id ?? 'new'}`, schema: draftSchema };
}

/** Adds or changes a device. */
export function DeviceDialog({ device, onClose, onSaved = onClose }: DeviceDialogProps) {
  const stored = device === null ? NEW_DEVICE : { name: device.name, address: device.address, tags: device.tags };
  const draft = useDraft(stored, device?.version ?? 0, devicePlace(device));
  const { mutate, isPending, error, reset } = useSaveDevice(device?.id ?? null);
  const problems = fieldProblems(error);

  function submit(event: FormEvent): void {
    event.preventDefault();
    const seen = device === null ? {} : { version: draft.version };
    mutate(
      { device: draft.values, ...seen },
      {
        onSuccess: (saved) => {
          draft.discard();
          onSaved(saved);
        },
      },
    );
  }

  function cancel(): void {
    draft.discard();
    onClose();
  }

  return (
    <Dialog
      opened
      onClose={cancel}
      closeOnClickOutside={false}
      title={device === null ? 'Add a device' : `Edit ${device.name}`}
    >
      <form onSubmit={submit} noValidate autoComplete="off" className={classes.dialog}>
        <Kept isKept={draft.wasKept} onForget={draft.discard} />
        <DeviceFields
          draft={draft.values}
          problems={problems}
          onChange={(changed) => {
            reset();
            draft.change(changed);
          }}
        />
        {device !== null && <Behind draft={draft} stored={storedFacts(device)} />}
        <Refusal error={error} shown={DEVICE_FIELDS} />
        <Group justify="flex-end">
          <Button variant="default" onClick={cancel}>
            Cancel
          </Button>
          <Button type="submit" loading={isPending}>
            {device === null ? 'Add' : 'Save'}
          </Button>
        </Group>
      </form>
    </Dialog>
  );
}

function storedFacts({ name, address, tags }: Device): readonly (readonly [string, string])[] {
  return [
    ['Name', name],
    ['Address', address],
    ['Tags', tags.join(', ') || '–'],
  ];
}

interface DeviceFieldsProps {
  readonly draft: DeviceDraft;
  readonly problems: FieldProblems;
  readonly onChange: (change: Partial<DeviceDraft>) => void;
}

/** All fields of a device. */
export function DeviceFields({ draft, problems, onChange }: DeviceFieldsProps) {
  return (
    <>
      <TextInput
        data-autofocus
        label="Name"
        description="Up to 64 characters, as people call the machine"
        value={draft.name}
        onChange={({ currentTarget }) => {
          onChange({ name: currentTarget.value });
        }}
        error={problemText(problems, 'name')}
      />
      <TextInput
        label="Address"
        description="A host name or an IP address"
        value={draft.address}
        onChange={({ currentTarget }) => {
          onChange({ address: currentTarget.value });
        }}
        error={problemText(problems, 'address')}
      />
      <TagsInput
        label="Tags"
        description="Alerts and maintenance windows can be for all that have a tag. Enter or a comma ends one."
        value={draft.tags}
        onChange={(tags) => {
          onChange({ tags });
        }}
        error={problemWithin(problems, 'tags', draft.tags)}
      />
    </>
  );
}
