import { NumberInput } from '@mantine/core';
import { problemText, type FieldProblems } from '../../form/field-problems.js';
import classes from '../../form/Form.module.css';
import type { Limits } from './limits.js';

interface LimitFieldsProps {
  readonly limits: Limits;
  readonly problems: FieldProblems;
  readonly onChange: (change: Partial<Limits>) => void;
}

/** How often a machine may be repaired. */
export function LimitFields({ limits, problems, onChange }: LimitFieldsProps) {
  return (
    <div className={classes.pair}>
      <NumberInput
        label="Cooldown"
        description="Shortest time between the beginnings of two repairs"
        suffix=" s"
        clampBehavior="none"
        value={limits.cooldownSeconds}
        onChange={(cooldownSeconds) => {
          onChange({ cooldownSeconds });
        }}
        error={problemText(problems, 'cooldownSeconds')}
      />
      <NumberInput
        label="Most in 24 hours"
        description="Repairs of one machine"
        clampBehavior="none"
        value={limits.maxPerMachinePerDay}
        onChange={(maxPerMachinePerDay) => {
          onChange({ maxPerMachinePerDay });
        }}
        error={problemText(problems, 'maxPerMachinePerDay')}
      />
    </div>
  );
}
