import { Input, VisuallyHidden } from '@mantine/core';
import { serviceNameProblem } from '@twotwenty/contracts/recovery';
import { useRef, useState } from 'react';
import { flushSync } from 'react-dom';
import { problemText } from '../../form/field-problems.js';
import classes from '../../form/Form.module.css';
import { AddService } from './AddService.js';
import type { RecoveryFieldsProps } from './RecoveryFields.js';
import { ServiceList, type Move } from './ServiceList.js';
import { addServices, moveService } from './service-list.js';

/** The services that are restarted, in their order. */
export function ServiceField({ draft, problems, onChange }: Omit<RecoveryFieldsProps, 'credentials'>) {
  const { services, newService, method } = draft;
  const list = useRef<HTMLOListElement>(null);
  const input = useRef<HTMLInputElement>(null);
  const [said, say] = useState('');
  const problem = problemText(problems, 'recovery.services');

  /** Also what the list says is told to those who do not see it; the focus goes with what was moved. */
  function change(changed: string[], text: string, focus: () => HTMLElement | null | undefined): void {
    flushSync(() => {
      onChange({ services: changed });
      say(text);
    });
    (focus() ?? input.current)?.focus();
  }

  function move(from: number, by: Move): void {
    const to = from + by;
    const text = `${services[from]} is now ${to + 1} of ${services.length}.`;
    change(moveService(services, from, to), text, () => {
      const buttons = list.current?.children[to]?.querySelectorAll<HTMLButtonElement>('button[data-by]:enabled') ?? [];
      return [...buttons].find(({ dataset }) => dataset['by'] === String(by)) ?? buttons[0];
    });
  }

  function remove(index: number): void {
    change(services.toSpliced(index, 1), `${services[index]} is removed.`, () =>
      list.current?.children[index]?.querySelector<HTMLElement>('button[data-remove]'),
    );
  }

  function add(names: readonly string[]): void {
    const changed = addServices(services, names);
    onChange({ services: changed, newService: names.includes(newService) ? '' : newService });
    say(`${changed.length - services.length} added, ${changed.length} in the list.`);
  }

  return (
    <div className={classes.fields}>
      <ServiceList
        listRef={list}
        services={services}
        problemOf={(index, name) =>
          problemText(problems, `recovery.services.${index}`) ?? asSentence(serviceNameProblem(method, name))
        }
        onMove={move}
        onRemove={remove}
      />
      <AddService
        inputRef={input}
        draft={draft}
        onType={(text) => {
          onChange({ newService: text });
        }}
        onAdd={add}
      />
      {problem !== null && (
        <Input.Error data-problem tabIndex={-1}>
          {problem}
        </Input.Error>
      )}
      <VisuallyHidden role="status">{said}</VisuallyHidden>
    </div>
  );
}

function asSentence(problem: string | null): string | null {
  return problem === null ? null : `It ${problem}.`;
}
