import { Text } from '@mantine/core';
import type { DeadLetter } from '@twotwenty/contracts/http';
import { useDeadLetters } from '../../api/system.js';
import { Section } from '../../app/Section.js';
import { Cell, Row, RowHead } from '../../table/Row.js';
import { Table } from '../../table/Table.js';
import { Ago } from '../../time/Times.js';
import classes from './Settings.module.css';

const COLUMNS = [{ name: 'Queue', width: '25%' }, { name: 'When', width: '9rem' }, { name: 'What was wrong' }];

/** Messages between the parts of TwoTwenty that could not be understood. */
export function DeadLetters() {
  const { data, error } = useDeadLetters();
  return (
    <Section title="Messages set aside">
      <Text size="sm" c="dimmed">
        What a part of TwoTwenty sent and another one could not understand, mostly because they are of different
        versions. They are not tried again.
      </Text>
      {error === null && data === undefined && <Text size="sm">…</Text>}
      {error !== null && data === undefined && <Text size="sm">{error.message}</Text>}
      {data?.items.length === 0 && <Text size="sm">None.</Text>}
      {data !== undefined && data.items.length > 0 && (
        <Table label="Messages set aside" columns={COLUMNS} plain>
          {data.items.map((letter) => (
            <LetterRow key={`${letter.queue} ${letter.id}`} letter={letter} />
          ))}
        </Table>
      )}
    </Section>
  );
}

function LetterRow({ letter }: { readonly letter: DeadLetter }) {
  return (
    <Row>
      <RowHead>{letter.queue}</RowHead>
      <Cell>
        <Ago at={letter.at} />
      </Cell>
      <Cell line>
        <bdi>{letter.reason}</bdi>
        <details>
          <summary>Message</summary>
          <pre className={classes.payload} tabIndex={0} aria-label="Message">
            {letter.payload}
          </pre>
        </details>
      </Cell>
    </Row>
  );
}
