import { useDebouncedValue } from '@mantine/hooks';
import type { TemplatePreviewInput } from '@twotwenty/contracts/template-preview';
import { useTemplatePreview } from '../api/templates.js';
import { fieldProblems, type FieldProblems } from '../form/field-problems.js';
import { piecesOf } from './template-text.js';
import classes from './TemplateEditor.module.css';

const PAUSE_MS = 400;

export interface PreviewControl {
  /** Undefined before the first answer. */
  readonly shown: { readonly subject: string; readonly text: string } | undefined;
  /** What is wrong with `subject` and `text`. */
  readonly problems: FieldProblems;
  readonly error: Error | null;
}

/** What a template becomes with examples in place of its tokens, a moment after it was typed. */
export function usePreview(subject: string, text: string, kind: TemplatePreviewInput['kind']): PreviewControl {
  const [template] = useDebouncedValue({ subject, text, kind }, PAUSE_MS);
  const { data, error } = useTemplatePreview(template);
  return { shown: data, problems: fieldProblems(error), error };
}

/** What people will read. */
export function TemplatePreview({ preview }: { readonly preview: PreviewControl }) {
  const { shown, problems, error } = preview;
  return (
    <section className={classes.preview} aria-label="Preview">
      <span className={classes.previewTitle}>Preview, with examples</span>
      {shown === undefined ? (
        <span>{error === null ? '…' : problems.size > 0 ? 'It can not be shown as it is.' : error.message}</span>
      ) : (
        <>
          <strong>
            <Marked text={shown.subject} />
          </strong>
          <div className={classes.previewText}>
            <Marked text={shown.text} />
          </div>
        </>
      )}
    </section>
  );
}

const NONE: ReadonlySet<string> = new Set();

/** Whatever looks like a token by now is none. */
function Marked({ text }: { readonly text: string }) {
  return piecesOf(text, NONE).map(({ kind, at, text: piece }) =>
    kind === 'text' ? (
      <bdi key={at}>{piece}</bdi>
    ) : (
      <mark key={at} data-kind="unknown">
        {piece}
      </mark>
    ),
  );
}
