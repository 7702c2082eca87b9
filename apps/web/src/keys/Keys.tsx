import { Kbd, Modal, Switch, Text } from '@mantine/core';
import { showDialog, useDialogOpen } from './dialog.js';
import classes from './Keys.module.css';
import { useKeysSetting } from './keys-setting.js';
import { PLACES } from './read-key.js';
import { useKeys } from './use-keys.js';

const KEYS: readonly (readonly [keys: readonly string[], what: string])[] = [
  [['/'], 'Search this page, or the monitors'],
  [['j'], 'Next row of the list'],
  [['k'], 'Row before'],
  [['Enter'], 'Open the row'],
  [['x'], 'Select the row, or not'],
  [['?'], 'This list'],
  ...PLACES.map(({ key, name }) => [['g', key], name] as const),
];

/** Listens to the keys, and lists them in a dialog, where those of one character can be switched off. To be there once. */
export function Keys() {
  const [isOn, setOn] = useKeysSetting();
  const isOpen = useDialogOpen();
  useKeys(isOn, () => {
    showDialog(true);
  });
  return (
    <Modal
      opened={isOpen}
      onClose={() => {
        showDialog(false);
      }}
      title="Keys"
      centered
    >
      <dl className={classes.keys} data-off={!isOn || undefined}>
        {KEYS.map(([keys, what]) => (
          <div key={what} className={classes.line}>
            <dt>
              {keys.map((key) => (
                <Kbd key={key}>{key}</Kbd>
              ))}
            </dt>
            <dd>{what}</dd>
          </div>
        ))}
      </dl>
      <Switch
        mt="md"
        label="Keys of one character"
        checked={isOn}
        onChange={({ currentTarget: { checked } }) => {
          setOn(checked);
        }}
      />
      <Text size="sm" c="dimmed" mt={4}>
        Never while you type in a field. Switched off, none of them does anything in this browser.
      </Text>
    </Modal>
  );
}
