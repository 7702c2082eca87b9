import { Textarea, TextInput } from '@mantine/core';
import { useRef, type ReactNode, type RefObject } from 'react';
import { piecesOf } from './template-text.js';
import classes from './TemplateEditor.module.css';

interface MarkedFieldProps {
  readonly label: string;
  readonly text: string;
  /** Null: not known yet, so that none is called unknown. */
  readonly known: ReadonlySet<string> | null;
  readonly problem: string | null;
  readonly isLong: boolean;
  readonly field: RefObject<(HTMLTextAreaElement & HTMLInputElement) | null>;
  readonly onChange: (text: string) => void;
  readonly onFocus: () => void;
}

/** An input whose tokens are marked where they stand: behind the input lies the same text, of which only the marks are seen. */
export function MarkedField({ label, text, known, problem, isLong, field, onChange, onFocus }: MarkedFieldProps) {
  const ground = useRef<HTMLDivElement>(null);

  function follow(): void {
    ground.current?.scrollTo(field.current?.scrollLeft ?? 0, field.current?.scrollTop ?? 0);
  }

  const shared = {
    label,
    ref: field,
    value: text,
    error: problem,
    spellCheck: false,
    autoComplete: 'off',
    classNames: { input: isLong ? classes.long : classes.short },
    onFocus,
    onScroll: follow,
    inputContainer: (children: ReactNode) => (
      <div className={classes.marked}>
        <div ref={ground} aria-hidden="true" className={classes.ground} data-long={isLong || undefined}>
          {piecesOf(text, known).map(({ kind, at, text: piece }) =>
            kind === 'text' ? (
              piece
            ) : (
              <mark key={at} data-kind={kind}>
                {piece}
              </mark>
            ),
          )}
          {isLong && '\n'}
        </div>
        {children}
      </div>
    ),
  };
  return isLong ? (
    <Textarea
      {...shared}
      rows={12}
      onChange={({ currentTarget }) => {
        onChange(currentTarget.value);
      }}
    />
  ) : (
    <TextInput
      {...shared}
      onChange={({ currentTarget }) => {
        onChange(currentTarget.value);
      }}
    />
  );
}
