import { Paper, Title } from '@mantine/core';
import type { ReactNode } from 'react';
import classes from './Section.module.css';

interface SectionProps {
  readonly title: string;
  readonly children: ReactNode;
}

/** A part of a page under its own heading. */
export function Section({ title, children }: SectionProps) {
  return (
    <Paper component="section" withBorder className={classes.card} aria-label={title}>
      <Title order={2} size="h4">
        {title}
      </Title>
      {children}
    </Paper>
  );
}
