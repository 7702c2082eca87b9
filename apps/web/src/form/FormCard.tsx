import { Paper, Text, Title } from '@mantine/core';
import type { ReactNode } from 'react';
import classes from './Form.module.css';

interface FormCardProps {
  readonly title: string;
  readonly explanation: ReactNode;
  readonly children: ReactNode;
}

/** One section of a page, with what it is about. */
export function FormCard({ title, explanation, children }: FormCardProps) {
  return (
    <Paper component="section" withBorder className={classes.card} aria-label={title}>
      <Title order={2} size="h4" className={classes.title}>
        {title}
      </Title>
      <Text size="sm" c="dimmed" maw="44rem">
        {explanation}
      </Text>
      {children}
    </Paper>
  );
}
