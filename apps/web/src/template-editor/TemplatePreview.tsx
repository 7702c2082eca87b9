import { useDebouncedValue } from '@mantine/hooks';
import { templatePreviewInputSchema, type TemplatePreviewInput } from '@twotwenty/contracts/template-preview';
import { useTemplatePreview } from '../api/templates.js';
import type { FieldProblems } from '../form/field-problems.js';
import { piecesOf } from './template-text.js';
import classes from './TemplateEditor.module.css';

const PAUSE_MS = 400;
const NO_PROBLEMS: FieldProblems = new Map();

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
  // The API would say the same; it is asked only for what it can answer.
  const { error: refused } = templatePreviewInputSchema.safeParse(template);
  const { data, error } = useTemplatePreview(template, refused === undefined);
  if (refused === undefined) return { shown: data, problems: NO_PROBLEMS, error };
  const problems = new Map(refused.issues.map(({ path, message }) => [path.join('.'), message]));
  return { shown: undefined, problems, error: null };
}

/** What people will read. */
export function TemplatePreview({ label, preview }: { readonly label: string; readonly preview: PreviewControl }) {
  const { shown, problems, error } = preview;
  return (
    <section className={classes.preview} aria-label={`Preview: ${label}`}>
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
