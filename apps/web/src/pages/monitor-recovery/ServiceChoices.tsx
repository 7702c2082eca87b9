import { Checkbox, Text } from '@mantine/core';
import type { RecoveryCheck } from '@twotwenty/contracts/recovery-check';
import classes from './MonitorRecovery.module.css';

/** More are found by searching: nobody reads 2,000 lines. */
const SHOWN = 200;

interface ServiceChoicesProps {
  readonly services: RecoveryCheck['services'];
  /** In the list of the form already. */
  readonly chosenBefore: readonly string[];
  readonly chosen: readonly string[];
  readonly onChange: (chosen: readonly string[]) => void;
}

/** Services to choose from, in the order in which they are chosen. */
export function ServiceChoices({ services, chosenBefore, chosen, onChange }: ServiceChoicesProps) {
  return (
    <div>
      <div className={classes.choices} role="group" aria-label="Services">
        {services.length === 0 && <Text c="dimmed">None is found by that.</Text>}
        {services.slice(0, SHOWN).map(({ name, description, state }) => (
          <Checkbox
            key={name}
            label={<bdi>{name}</bdi>}
            description={[state, description].filter((text) => text !== null && text !== '').join(' · ')}
            disabled={chosenBefore.includes(name)}
            checked={chosenBefore.includes(name) || chosen.includes(name)}
            onChange={({ currentTarget: { checked } }) => {
              onChange(checked ? [...chosen, name] : chosen.filter((other) => other !== name));
            }}
          />
        ))}
      </div>
      {services.length > SHOWN && (
        <Text size="sm" c="dimmed">
          {services.length - SHOWN} more: search for them.
        </Text>
      )}
    </div>
  );
}
