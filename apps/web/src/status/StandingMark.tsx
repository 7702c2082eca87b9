import type { ReactNode } from 'react';
import { STANDING_WORDS, type Group, type Standing } from './standing.js';
import classes from './StandingMark.module.css';

const line = { fill: 'none', stroke: 'currentColor', strokeWidth: 1.8, strokeLinecap: 'round' } as const;
const cut = { ...line, stroke: 'var(--tt-surface)', strokeWidth: 2, strokeLinejoin: 'round' } as const;

/** A shape for each, so that they are told apart without colour: square, diamond, triangle, circle, rings. */
const SHAPES: Readonly<Record<Standing | Group, ReactNode>> = {
  down: (
    <>
      <rect x="1" y="1" width="14" height="14" rx="3" fill="currentColor" />
      <path d="m5.2 5.2 5.6 5.6m0-5.6-5.6 5.6" {...cut} />
    </>
  ),
  lost: (
    <>
      <path d="M8 .4 15.6 8 8 15.6.4 8Z" fill="currentColor" stroke="currentColor" strokeLinejoin="round" />
      <path d="M5 8h6" {...cut} />
    </>
  ),
  warn: (
    <>
      <path
        d="M8 1.6 15.2 14.4H.8Z"
        fill="currentColor"
        stroke="currentColor"
        strokeWidth="1.2"
        strokeLinejoin="round"
      />
      <path d="M8 6v3.6M8 12v.1" {...cut} />
    </>
  ),
  up: (
    <>
      <circle cx="8" cy="8" r="7.2" fill="currentColor" />
      <path d="m4.8 8.3 2.3 2.3 4.3-4.9" {...cut} />
    </>
  ),
  uninitialized: <circle cx="8" cy="8" r="6.2" {...line} strokeDasharray="2.2 2.67" />,
  held: (
    <>
      <circle cx="8" cy="8" r="6.6" {...line} />
      <path d="M6.4 5.6v4.8M9.6 5.6v4.8" {...line} />
    </>
  ),
  suspended: (
    <>
      <circle cx="8" cy="8" r="6.6" {...line} />
      <path d="M6.4 5.6v4.8M9.6 5.6v4.8" {...line} />
    </>
  ),
  disabled: (
    <>
      <circle cx="8" cy="8" r="6.6" {...line} />
      <path d="m3.6 12.4 8.8-8.8" {...line} />
    </>
  ),
  maintenance: (
    <>
      <path d="M8 1.2 14 4.6v6.8l-6 3.4-6-3.4V4.6Z" {...line} strokeLinejoin="round" />
      <circle cx="8" cy="8" r="1.8" fill="currentColor" />
    </>
  ),
};

interface StandingIconProps {
  readonly of: Standing | Group;
  readonly size?: number;
}

/** The shape alone, in the colour of the text around it; a word must stand beside it. */
export function StandingIcon({ of, size = 16 }: StandingIconProps) {
  return (
    <svg viewBox="0 0 16 16" width={size} height={size} aria-hidden="true" className={classes.icon}>
      {SHAPES[of]}
    </svg>
  );
}

/** Shape, word and colour of a standing. */
export function StandingMark({ standing }: { readonly standing: Standing }) {
  const { word, meaning } = STANDING_WORDS[standing];
  return (
    <span className={classes.mark} data-standing={standing} title={meaning}>
      <StandingIcon of={standing} />
      {word}
    </span>
  );
}
