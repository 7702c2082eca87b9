import { Button } from '@mantine/core';
import { useId, useState } from 'react';
import type { SectionProps } from './editor-form.js';
import { ChoiceField, FlagField, TextField } from './fields.js';
import classes from './MonitorEditor.module.css';

const ADDRESSES = [
  { value: 'any', label: 'IPv4 and IPv6' },
  { value: 'ipv4', label: 'IPv4 only' },
  { value: 'ipv6', label: 'IPv6 only' },
] as const;

const FIELDS = ['target.ehloName', 'target.addressFamily', 'target.strictQuit'] as const;

/** What is rarely changed. It opens by itself where something in it is wrong. */
export function MoreTargetFields({ form }: SectionProps) {
  const [isOpened, setOpened] = useState(false);
  const id = useId();
  const hasProblem = FIELDS.some((field) => form.problems.has(field));
  const isOpen = isOpened || hasProblem;
  return (
    <>
      <div>
        <Button
          variant="subtle"
          size="compact-sm"
          aria-expanded={isOpen}
          aria-controls={id}
          onClick={() => {
            setOpened(!isOpen);
          }}
        >
          {isOpen ? 'Less' : 'More: EHLO name, IPv4 or IPv6, QUIT'}
        </Button>
      </div>
      <div id={id} hidden={!isOpen}>
        {isOpen && <Fields form={form} />}
      </div>
    </>
  );
}

function Fields({ form }: SectionProps) {
  return (
    <div className={classes.more}>
      <TextField
        form={form}
        field="target.ehloName"
        description="Empty: EHLO is said only where STARTTLS needs it, with the name of the machine that tests."
        placeholder="monitor.example.com"
      />
      <ChoiceField
        form={form}
        field="target.addressFamily"
        description="Which addresses of the host are tried"
        value={form.values['target.addressFamily']}
        choices={ADDRESSES}
        onChoose={(addressFamily) => {
          form.change({ 'target.addressFamily': addressFamily });
        }}
      />
      <FlagField form={form} field="target.strictQuit" description="Else they are only noted" />
    </div>
  );
}
