import { useRef, type KeyboardEvent } from 'react';
import { beatLabel } from './beat-words.js';
import type { BeatItem } from './beats.js';
import classes from './Heartbeat.module.css';

interface BeatListProps {
  /** Oldest first. */
  readonly items: readonly BeatItem[];
  /** Places that there are; those without a test stay empty. */
  readonly count: number;
  readonly chosen: BeatItem | undefined;
  readonly onChoose: (key: string) => void;
  /** Null when nothing is pointed at any more. */
  readonly onHover: (key: string | null) => void;
}

/** Where a key leads to from a place, or null when it leads nowhere. */
function placeAfter(key: string, place: number, last: number): number | null {
  switch (key) {
    case 'ArrowLeft':
      return Math.max(0, place - 1);
    case 'ArrowRight':
      return Math.min(last, place + 1);
    case 'Home':
      return 0;
    case 'End':
      return last;
    default:
      return null;
  }
}

/** One stop for the tabulator; arrows, Home and End move among the tests. */
export function BeatList({ items, count, chosen, onChoose, onHover }: BeatListProps) {
  const list = useRef<HTMLDivElement>(null);
  const move = (event: KeyboardEvent) => {
    const place = placeAfter(
      event.key,
      items.findIndex(({ key }) => key === chosen?.key),
      items.length - 1,
    );
    const item = place === null ? undefined : items[place];
    if (item === undefined) return;
    event.preventDefault();
    onChoose(item.key);
    list.current?.querySelector<HTMLElement>(`[data-key="${CSS.escape(item.key)}"]`)?.focus();
  };
  if (items.length === 0) return <Places count={count} />;
  return (
    <div
      ref={list}
      role="listbox"
      aria-label="Recent tests, oldest first"
      aria-orientation="horizontal"
      className={classes.beats}
      onKeyDown={move}
      onPointerLeave={() => {
        onHover(null);
      }}
    >
      {Array.from({ length: Math.max(0, count - items.length) }, (_, place) => (
        <span key={place} role="presentation" className={classes.place} />
      ))}
      {items.map((item) => (
        <BeatBar key={item.key} item={item} isChosen={item.key === chosen?.key} onChoose={onChoose} onHover={onHover} />
      ))}
    </div>
  );
}

function Places({ count }: { readonly count: number }) {
  return (
    <div className={classes.beats} aria-hidden="true">
      {Array.from({ length: count }, (_, place) => (
        <span key={place} className={classes.place} />
      ))}
    </div>
  );
}

interface BeatBarProps extends Pick<BeatListProps, 'onChoose' | 'onHover'> {
  readonly item: BeatItem;
  readonly isChosen: boolean;
}

function BeatBar({ item, isChosen, onChoose, onHover }: BeatBarProps) {
  return (
    <div
      role="option"
      aria-label={beatLabel(item)}
      aria-selected={isChosen}
      tabIndex={isChosen ? 0 : -1}
      data-key={item.key}
      data-look={lookOf(item)}
      className={classes.place}
      onClick={() => {
        onChoose(item.key);
      }}
      onFocus={() => {
        onChoose(item.key);
      }}
      onPointerEnter={() => {
        onHover(item.key);
      }}
    />
  );
}

function lookOf(item: BeatItem): string {
  if (item.type === 'gap') return 'gap';
  return item.isSplit ? 'split' : item.verdict;
}
