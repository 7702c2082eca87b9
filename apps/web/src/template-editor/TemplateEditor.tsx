import { Button, VisuallyHidden } from '@mantine/core';
import type { TemplatePreviewInput } from '@twotwenty/contracts/template-preview';
import { useMemo, useRef, type RefObject } from 'react';
import { useTokens } from '../api/templates.js';
import { MarkedField } from './MarkedField.js';
import { TemplatePreview, usePreview } from './TemplatePreview.js';
import classes from './TemplateEditor.module.css';
import { insertAt, slipsOf, type Slip } from './template-text.js';
import { TokenMenu } from './TokenMenu.js';

type Field = HTMLTextAreaElement & HTMLInputElement;
type Part = 'subject' | 'text';

interface TemplateEditorProps {
  /** What the template is for: "Failure notice". */
  readonly label: string;
  readonly kind: TemplatePreviewInput['kind'];
  readonly subject: string;
  readonly text: string;
  /** What the API refused about each, as a sentence. */
  readonly problems: Readonly<Record<Part, string | null>>;
  readonly onChange: (change: Partial<Record<Part, string>>) => void;
}

/** A subject and a text with tokens, and what becomes of them. */
export function TemplateEditor({ label, kind, subject, text, problems, onChange }: TemplateEditorProps) {
  const tokens = useTokens().data?.items;
  const known = useMemo(() => new Set<string>(tokens?.map(({ name }) => name)), [tokens]);
  const preview = usePreview(subject, text, kind);
  const fields = { subject: useRef<Field>(null), text: useRef<Field>(null) };
  const values = { subject, text };
  const at = useRef<Part>('text');

  function replace(part: Part, from: number, to: number, inserted: string): void {
    const changed = insertAt(values[part], from, to, inserted);
    onChange({ [part]: changed.text });
    select(fields[part], changed.cursor, changed.cursor);
  }

  function insert(name: string): void {
    const part = at.current;
    const { length } = values[part];
    const { selectionStart, selectionEnd } = fields[part].current ?? { selectionStart: length, selectionEnd: length };
    replace(part, selectionStart ?? length, selectionEnd ?? length, `{{${name}}}`);
  }

  const field = (part: Part) => (
    <div>
      <MarkedField
        label={part === 'subject' ? 'Subject' : 'Text'}
        text={values[part]}
        known={tokens === undefined ? null : known}
        problem={problems[part] ?? refused(preview.problems.get(part))}
        isLong={part === 'text'}
        field={fields[part]}
        onChange={(typed) => {
          onChange({ [part]: typed });
        }}
        onFocus={() => {
          at.current = part;
        }}
      />
      <Slips
        slips={tokens === undefined ? [] : slipsOf(values[part], known)}
        onShow={({ at: from, written }) => {
          select(fields[part], from, from + written.length);
        }}
        onMend={({ at: from, written, meant }) => {
          if (meant !== null) replace(part, from, from + written.length, meant);
        }}
      />
    </div>
  );

  return (
    <div className={classes.editor} role="group" aria-label={label}>
      <div className={classes.fields}>
        {field('subject')}
        {field('text')}
        {tokens !== undefined && <TokenMenu tokens={tokens} label={label} onInsert={insert} />}
      </div>
      <TemplatePreview label={label} preview={preview} />
    </div>
  );
}

function refused(message: string | undefined): string | null {
  return message === undefined ? null : `It ${message}.`;
}

/** Selects a part of a field, once what was typed into it is there. */
function select(field: RefObject<Field | null>, from: number, to: number): void {
  requestAnimationFrame(() => {
    field.current?.focus();
    field.current?.setSelectionRange(from, to);
  });
}

interface SlipsProps {
  readonly slips: readonly Slip[];
  readonly onShow: (slip: Slip) => void;
  readonly onMend: (slip: Slip) => void;
}

/** What looks like a token and is none. */
function Slips({ slips, onShow, onMend }: SlipsProps) {
  if (slips.length === 0) return null;
  return (
    <ul className={classes.slips} aria-label="Unknown tokens">
      {slips.map((slip) => (
        <li key={slip.at}>
          <span>
            Line {slip.line}: <code>{slip.written}</code> is no token and stays as written.
          </span>
          <Button
            variant="default"
            size="compact-xs"
            onClick={() => {
              onShow(slip);
            }}
          >
            Show<VisuallyHidden> {slip.written}</VisuallyHidden>
          </Button>
          {slip.meant !== null && (
            <Button
              variant="default"
              size="compact-xs"
              onClick={() => {
                onMend(slip);
              }}
            >
              Write {slip.meant}
            </Button>
          )}
        </li>
      ))}
    </ul>
  );
}
