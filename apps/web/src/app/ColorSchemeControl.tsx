import { SegmentedControl, useMantineColorScheme, VisuallyHidden, type MantineColorScheme } from '@mantine/core';
import type { ReactNode } from 'react';
import classes from './ColorSchemeControl.module.css';

const stroke = { fill: 'none', stroke: 'currentColor', strokeWidth: 1.6, strokeLinecap: 'round' } as const;

const SCHEMES: readonly { readonly value: MantineColorScheme; readonly name: string; readonly shape: ReactNode }[] = [
  {
    value: 'light',
    name: 'Light',
    shape: (
      <>
        <circle cx="8" cy="8" r="3" {...stroke} />
        <path
          d="M8 .9v1.6M8 13.5v1.6M.9 8h1.6M13.5 8h1.6M3 3l1.1 1.1M11.9 11.9 13 13M13 3l-1.1 1.1M4.1 11.9 3 13"
          {...stroke}
        />
      </>
    ),
  },
  {
    value: 'auto',
    name: 'As the system',
    shape: (
      <>
        <circle cx="8" cy="8" r="6" {...stroke} />
        <path d="M8 2a6 6 0 0 1 0 12Z" fill="currentColor" />
      </>
    ),
  },
  {
    value: 'dark',
    name: 'Dark',
    shape: <path d="M13.4 9.8A6 6 0 0 1 6.2 2.6a6 6 0 1 0 7.2 7.2Z" {...stroke} strokeLinejoin="round" />,
  },
];

export function ColorSchemeControl() {
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  return (
    <SegmentedControl
      size="xs"
      aria-label="Colours"
      value={colorScheme}
      onChange={setColorScheme}
      data={SCHEMES.map(({ value, name, shape }) => ({
        value,
        label: (
          <span className={classes.option} title={name}>
            <svg viewBox="0 0 16 16" width="16" height="16" aria-hidden="true">
              {shape}
            </svg>
            <VisuallyHidden>{name}</VisuallyHidden>
          </span>
        ),
      }))}
    />
  );
}
