import { Button, Group, Modal, TagsInput, TextInput } from '@mantine/core';
import type { Device } from '@twotwenty/contracts/device';
import type { FormEvent } from 'react';
import { useSaveDevice } from '../../api/devices.js';
import { Behind } from '../../form/Behind.js';
import { fieldProblems, problemText, type FieldProblems } from '../../form/field-problems.js';
import classes from '../../form/Form.module.css';
import { Refusal } from '../../form/Refusal.js';
import { useDraft } from '../../form/use-draft.js';

type DeviceDraft = Pick<Device, 'name' | 'address' | 'tags'>;

interface DeviceDialogProps {
  /** Null for a new one. */
  readonly device: Device | null;
  readonly onClose: () => void;
  readonly onSaved?: (device: Device) => void;
}

const NEW_DEVICE: DeviceDraft = { name: '', address: '', tags: [] };

/** Adds or changes a device. */
export function DeviceDialog({ device, onClose, onSaved = onClose }: DeviceDialogProps) {
  const { values, version, isBehind, goOn, discard, change } = useDraft(
    device === null ? NEW_DEVICE : { name: device.name, address: device.address, tags: device.tags },
    device?.version ?? 0,
  );
  const { mutate, isPending, error, reset } = useSaveDevice(device?.id ?? null);
  const problems = fieldProblems(error);

  function submit(event: FormEvent): void {
    event.preventDefault();
    mutate({ device: values, ...(device === null ? {} : { version }) }, { onSuccess: onSaved });
  }

  return (
    <Modal
      opened
      onClose={onClose}
      closeOnClickOutside={false}
      title={device === null ? 'Add a device' : `Edit ${device.name}`}
    >
      <form onSubmit={submit} noValidate autoComplete="off" className={classes.dialog}>
        <DeviceFields
          draft={values}
          problems={problems}
          onChange={(changed) => {
            reset();
            change(changed);
          }}
        />
        {device !== null && (
          <Behind
            draft={{ isBehind, goOn, discard }}
            stored={[
              ['Name', device.name],
              ['Address', device.address],
              ['Tags', device.tags.join(', ') || '–'],
            ]}
          />
        )}
        <Refusal error={error} shown={['name', 'address', ...tagFields(problems)]} />
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" loading={isPending}>
            {device === null ? 'Add' : 'Save'}
          </Button>
        </Group>
      </form>
    </Modal>
  );
}

interface DeviceFieldsProps {
  readonly draft: DeviceDraft;
  readonly problems: FieldProblems;
  readonly onChange: (change: Partial<DeviceDraft>) => void;
}

function DeviceFields({ draft, problems, onChange }: DeviceFieldsProps) {
  const wrongTag = tagFields(problems)[0];
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
        error={wrongTag === undefined ? null : `${tagName(wrongTag, draft.tags)}: ${problems.get(wrongTag)}`}
      />
    </>
  );
}

/** Names of the fields of tags that are wrong: `tags` for the list, `tags.2` for the third. */
function tagFields(problems: FieldProblems): readonly string[] {
  return [...problems.keys()].filter((field) => field === 'tags' || field.startsWith('tags.'));
}

function tagName(field: string, tags: readonly string[]): string {
  return tags[Number(field.split('.')[1])] ?? 'Tags';
}
