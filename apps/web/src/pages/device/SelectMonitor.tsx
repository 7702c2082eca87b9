import { Modal, Text, TextInput } from '@mantine/core';
import { Link, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import classes from './SelectMonitor.module.css';
import { findMonitorTypes } from './monitor-types.js';

interface SelectMonitorProps {
  readonly deviceId: string;
  readonly onClose: () => void;
}

/** Which type of monitor is to be added; found by what people call things. */
export function SelectMonitor({ deviceId, onClose }: SelectMonitorProps) {
  const [search, setSearch] = useState('');
  const navigate = useNavigate();
  const found = findMonitorTypes(search);
  const first = found[0];
  return (
    <Modal opened onClose={onClose} title="Select monitor">
      <form
        role="search"
        onSubmit={(event) => {
          event.preventDefault();
          if (first !== undefined) {
            void navigate({ to: '/monitors/new', search: { deviceId, preset: first.preset } });
          }
        }}
      >
        <TextInput
          data-autofocus
          type="search"
          label="What is to be watched?"
          placeholder="Such as mail, postfix or port 587"
          value={search}
          onChange={({ currentTarget }) => {
            setSearch(currentTarget.value);
          }}
        />
      </form>
      <Text size="sm" role="status" mt="sm" c="dimmed">
        {found.length === 0
          ? 'No type of monitor is called that. TwoTwenty watches mail servers, by SMTP.'
          : `${found.length === 1 ? '1 type' : `${found.length} types`}; Enter takes the first`}
      </Text>
      <ul className={classes.types}>
        {found.map(({ preset, name, port, description }) => (
          <li key={preset}>
            <Link to="/monitors/new" search={{ deviceId, preset }} className={classes.type}>
              <strong>{name}</strong>
              <span className={classes.port}>port {port}</span>
              <span className={classes.description}>{description}</span>
            </Link>
          </li>
        ))}
      </ul>
    </Modal>
  );
}
