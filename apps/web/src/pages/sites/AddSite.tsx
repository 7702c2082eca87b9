import { Button, Group, Modal, Text, TextInput } from '@mantine/core';
import { useState, type FormEvent } from 'react';
import { useAddSite } from '../../api/sites.js';
import formClasses from '../../form/Form.module.css';
import { fieldProblems, problemText } from '../../form/field-problems.js';
import { Refusal } from '../../form/Refusal.js';

const SHOWN_FIELDS = ['name', 'description'];

/** Adds a place from which is tested. Its workers join it by its name. */
export function AddSite({ onClose }: { readonly onClose: () => void }) {
  const [name, setName] = useState('');
  const [description, setDescription] = useState('');
  const { mutate, isPending, error, reset } = useAddSite();
  const problems = fieldProblems(error);

  function submit(event: FormEvent): void {
    event.preventDefault();
    mutate({ name, description: description.trim() === '' ? null : description }, { onSuccess: onClose });
  }

  return (
    <Modal opened onClose={onClose} closeOnClickOutside={false} title="Add a site">
      <form onSubmit={submit} noValidate autoComplete="off" className={formClasses.dialog}>
        <TextInput
          data-autofocus
          label="Name"
          description="Small letters, digits and -, such as frankfurt. It can not be changed later."
          value={name}
          onChange={({ currentTarget }) => {
            reset();
            setName(currentTarget.value);
          }}
          error={problemText(problems, 'name')}
        />
        <TextInput
          label="Description"
          value={description}
          onChange={({ currentTarget }) => {
            reset();
            setDescription(currentTarget.value);
          }}
          error={problemText(problems, 'description')}
        />
        <Text size="sm" c="dimmed">
          Then start a worker there with SITE set to this name.
        </Text>
        <Refusal error={error} shown={SHOWN_FIELDS} />
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" loading={isPending}>
            Add
          </Button>
        </Group>
      </form>
    </Modal>
  );
}
