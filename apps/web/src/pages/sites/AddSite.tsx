import { Button, Group, Text, TextInput } from '@mantine/core';
import type { FormEvent } from 'react';
import { z } from 'zod';
import { Dialog } from '../../app/Dialog.js';
import { useAddSite } from '../../api/sites.js';
import formClasses from '../../form/Form.module.css';
import { fieldProblems, problemText, type FieldProblems } from '../../form/field-problems.js';
import { Kept } from '../../form/Kept.js';
import type { DraftPlace } from '../../form/kept-draft.js';
import { Refusal } from '../../form/Refusal.js';
import { useDraft } from '../../form/use-draft.js';

const draftSchema = z.object({ name: z.string(), description: z.string() });
type SiteDraft = z.infer<typeof draftSchema>;
const EMPTY: SiteDraft = { name: '', description: '' };

/** Where what is typed about a new site is kept. */
export const NEW_SITE_PLACE: DraftPlace<SiteDraft> = { key: 'site:new', schema: draftSchema };

/** Fields that show what is wrong with them. */
export const SITE_FIELDS = ['name', 'description'] as const;

/** Adds a place from which is tested. Its workers join it by its name. */
export function AddSite({ onClose }: { readonly onClose: () => void }) {
  const draft = useDraft(EMPTY, 0, NEW_SITE_PLACE);
  const { mutate, isPending, error, reset } = useAddSite();

  function submit(event: FormEvent): void {
    event.preventDefault();
    const { name, description } = draft.values;
    mutate({ name, description: description.trim() === '' ? null : description }, { onSuccess: close });
  }

  function close(): void {
    draft.discard();
    onClose();
  }

  return (
    <Dialog opened onClose={close} closeOnClickOutside={false} title="Add a site">
      <form onSubmit={submit} noValidate autoComplete="off" className={formClasses.dialog}>
        <Kept isKept={draft.wasKept} onForget={draft.discard} />
        <SiteFields
          draft={draft.values}
          problems={fieldProblems(error)}
          onChange={(changed) => {
            reset();
            draft.change(changed);
          }}
        />
        <Text size="sm" c="dimmed">
          Then start a worker there with SITE set to this name.
        </Text>
        <Refusal error={error} shown={SITE_FIELDS} />
        <Group justify="flex-end">
          <Button variant="default" onClick={close}>
            Cancel
          </Button>
          <Button type="submit" loading={isPending}>
            Add
          </Button>
        </Group>
      </form>
    </Dialog>
  );
}

interface SiteFieldsProps {
  readonly draft: SiteDraft;
  readonly problems: FieldProblems;
  readonly onChange: (change: Partial<SiteDraft>) => void;
}

/** All fields of a site. */
export function SiteFields({ draft, problems, onChange }: SiteFieldsProps) {
  return (
    <>
      <TextInput
        data-autofocus
        label="Name"
        description="Small letters, digits and -, such as frankfurt. It can not be changed later."
        value={draft.name}
        onChange={({ currentTarget }) => {
          onChange({ name: currentTarget.value });
        }}
        error={problemText(problems, 'name')}
      />
      <TextInput
        label="Description"
        value={draft.description}
        onChange={({ currentTarget }) => {
          onChange({ description: currentTarget.value });
        }}
        error={problemText(problems, 'description')}
      />
    </>
  );
}
