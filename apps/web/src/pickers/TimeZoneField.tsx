import { Select } from '@mantine/core';
import { useMemo } from 'react';

interface TimeZoneFieldProps {
  readonly className?: string | undefined;
  readonly timeZone: string;
  readonly problem: string | null;
  readonly onChange: (timeZone: string) => void;
}

/** Chooses a zone of the IANA database. */
export function TimeZoneField({ className, timeZone, problem, onChange }: TimeZoneFieldProps) {
  const known = useMemo(() => timeZones(timeZone), [timeZone]);
  return (
    <Select
      className={className}
      label="Time zone"
      description={timeZone === ownTimeZone() ? 'That of this browser' : `This browser is in ${ownTimeZone()}`}
      searchable
      allowDeselect={false}
      limit={50}
      data={known}
      value={timeZone}
      onChange={(value) => {
        if (value !== null) onChange(value);
      }}
      error={problem}
    />
  );
}

/** The zone of this browser. */
export function ownTimeZone(): string {
  return Intl.DateTimeFormat().resolvedOptions().timeZone;
}

/** All that the browser knows; the one that is stored may be an older name. */
function timeZones(current: string): string[] {
  return [...new Set([current, ownTimeZone(), 'UTC', ...Intl.supportedValuesOf('timeZone')])];
}
