import { NativeSelect, Text } from '@mantine/core';
import { getRouteApi } from '@tanstack/react-router';
import { AUDIT_ACTIONS, type AuditEntry } from '@twotwenty/contracts/audit';
import { useAudit } from '../../api/system.js';
import { Section } from '../../app/Section.js';
import { itemsOf } from '../../table/pages-of.js';
import { Cell, Row, RowHead } from '../../table/Row.js';
import { ShowMore } from '../../table/ShowMore.js';
import { Table } from '../../table/Table.js';
import { Unreadable } from '../../table/Unreadable.js';
import { Ago } from '../../time/Times.js';
import { AUDIT_WORDS, auditDetails } from './audit-words.js';
import classes from './Settings.module.css';

const route = getRouteApi('/settings');
const COLUMNS = [{ name: 'What' }, { name: 'About' }, { name: 'When', width: '9rem' }];
const CHOICES = [
  { value: '', label: 'Everything' },
  ...AUDIT_ACTIONS.map((action) => ({ value: action, label: AUDIT_WORDS[action] })),
];

/** Who did what to credentials, keys, repairs and the password. What is shown is kept in the address. */
export function AuditLog() {
  const { action } = route.useSearch();
  const navigate = route.useNavigate();
  const query = useAudit(action);
  const { items, unreadable } = itemsOf(query.data);
  return (
    <Section title="Audit log">
      <NativeSelect
        size="xs"
        aria-label="Show only"
        className={classes.filter}
        value={action ?? ''}
        data={CHOICES}
        onChange={({ currentTarget: { value } }) => {
          void navigate({
            search: { action: AUDIT_ACTIONS.find((known) => known === value) },
            resetScroll: false,
            replace: true,
          });
        }}
      />
      <Unreadable count={unreadable} what="entries" />
      {query.error !== null && query.data === undefined && <Text size="sm">{query.error.message}</Text>}
      {query.data !== undefined && items.length === 0 && (
        <Text size="sm">{action === undefined ? 'Nothing was written down yet.' : 'Nothing of this kind.'}</Text>
      )}
      {items.length > 0 && (
        <Table label="Audit log" columns={COLUMNS} plain>
          {items.map((entry) => (
            <AuditRow key={entry.id} entry={entry} />
          ))}
        </Table>
      )}
      <div>
        <ShowMore query={query}>Show older ones</ShowMore>
      </div>
    </Section>
  );
}

function AuditRow({ entry }: { readonly entry: AuditEntry }) {
  return (
    <Row>
      <RowHead>
        <bdi>{entry.actor}</bdi> {AUDIT_WORDS[entry.action]}
      </RowHead>
      <Cell line>
        {entry.subjectName !== null && <bdi>{entry.subjectName}</bdi>}
        {auditDetails(entry).map((detail) => (
          <bdi key={detail} className={classes.detail}>
            {detail}
          </bdi>
        ))}
      </Cell>
      <Cell>
        <Ago at={entry.at} />
      </Cell>
    </Row>
  );
}
