import { NumberInput } from '@mantine/core';
import type { RecoverySettingsPatch } from '@twotwenty/contracts/recovery-settings';
import { problemText, type FieldProblems } from '../../form/field-problems.js';
import classes from '../../form/Form.module.css';

/** As they are typed. */
export interface Limits {
  readonly cooldownSeconds: number | string;
  readonly maxPerMachinePerDay: number | string;
}

/** What the API is sent. An empty input is no number, and the controller says so. */
export function limitsPatch({ cooldownSeconds, maxPerMachinePerDay }: Limits): RecoverySettingsPatch {
  return { cooldownSeconds: toNumber(cooldownSeconds), maxPerMachinePerDay: toNumber(maxPerMachinePerDay) };
}

function toNumber(value: number | string): number {
  return typeof value === 'number' ? value : Number.NaN;
}

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
