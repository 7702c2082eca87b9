import { Checkbox, Text } from '@mantine/core';
import type { Site } from '@twotwenty/contracts/site';
import { problemWithin } from '../../form/field-problems.js';
import classes from '../../form/Form.module.css';
import { SiteStatusMark } from '../../status/SiteStatusMark.js';
import editorClasses from './MonitorEditor.module.css';
import type { SectionProps } from './editor-form.js';
import { FIELD_WORDS } from './field-words.js';
import { ChoiceField } from './fields.js';

interface SiteFieldsProps extends SectionProps {
  readonly sites: readonly Site[];
}

/** From where is tested, and how many must see a failure. */
export function SiteFields({ form, sites }: SiteFieldsProps) {
  const chosen = form.values.sites;
  const known = new Set(sites.map(({ name }) => name));
  // One that was removed stays to be seen until somebody unticks it.
  const removed = chosen.filter((name) => !known.has(name));
  return (
    <>
      <Checkbox.Group
        label={FIELD_WORDS.sites}
        description="Each opens a session of its own for every test."
        value={[...chosen]}
        onChange={(names) => {
          form.change({ sites: names });
        }}
        error={problemWithin(form.problems, 'sites', chosen)}
      >
        <div className={editorClasses.sites}>
          {sites.map((site) => (
            <Checkbox key={site.name} value={site.name} label={<SiteLabel site={site} />} />
          ))}
          {removed.map((name) => (
            <Checkbox key={name} value={name} label={`${name} (removed)`} />
          ))}
        </div>
      </Checkbox.Group>
      <div className={classes.pair}>
        <SitesToFail form={form} />
        <ConfirmFrom form={form} sites={sites} />
      </div>
      <ReverseDnsAdvice sites={sites.filter(({ name }) => chosen.includes(name))} />
    </>
  );
}

function SiteLabel({ site: { name, status, description } }: { readonly site: Site }) {
  return (
    <span className={editorClasses.site}>
      <span>{name}</span>
      <SiteStatusMark status={status} />
      {description !== null && <span className={editorClasses.dim}>{description}</span>}
    </span>
  );
}

function SitesToFail({ form }: SectionProps) {
  const { sites, sitesToFail } = form.values;
  const most = Math.max(sites.length, sitesToFail ?? 1, 1);
  const counts = Array.from({ length: most }, (_, index) => String(index + 1));
  return (
    <ChoiceField
      form={form}
      field="sitesToFail"
      description="So many must see it fail for the test to fail"
      value={sitesToFail === null ? '' : String(sitesToFail)}
      choices={[
        { value: '', label: 'A majority of those that reported' },
        ...counts.map((count) => ({ value: count, label: `${count} of ${sites.length}` })),
      ]}
      onChoose={(count) => {
        form.change({ sitesToFail: count === '' ? null : Number(count) });
      }}
    />
  );
}

function ConfirmFrom({ form, sites }: SiteFieldsProps) {
  const { sites: chosen, confirmFrom } = form.values;
  const others = sites.map(({ name }) => name).filter((name) => !chosen.includes(name) || name === confirmFrom);
  const all = confirmFrom === null || others.includes(confirmFrom) ? others : [...others, confirmFrom];
  return (
    <ChoiceField
      form={form}
      field="confirmFrom"
      description="This site is asked before a failure counts"
      value={confirmFrom ?? ''}
      choices={[{ value: '', label: 'Nowhere' }, ...all.map((name) => ({ value: name, label: name }))]}
      onChoose={(name) => {
        form.change({ confirmFrom: name === '' ? null : name });
      }}
    />
  );
}

const REVERSE_DNS = /^ptr-/;

/** Servers look up who connects: a site without a name of its own is served late, or not at all. */
function ReverseDnsAdvice({ sites }: { readonly sites: readonly Site[] }) {
  const advised = sites.flatMap(({ name, workers }) =>
    workers
      .filter(({ live }) => live)
      .flatMap(({ advice }) => advice.filter(({ code }) => REVERSE_DNS.test(code)))
      .slice(0, 1)
      .map(({ message, fix }) => ({ name, text: `${message} ${fix}` })),
  );
  return advised.map(({ name, text }) => (
    <Text key={name} size="sm" className={editorClasses.warning}>
      Site {name}: {text}
    </Text>
  ));
}
