import type { Result } from '@twotwenty/contracts/history';
import type { Monitor } from '@twotwenty/contracts/monitor';
import { silenceSeconds } from '@twotwenty/contracts/past-tests';
import { useMemo, useState, type CSSProperties } from 'react';
import { Section } from '../../../app/Section.js';
import { BeatDetail } from './BeatDetail.js';
import { BeatList } from './BeatList.js';
import { beatsOf, type BeatItem } from './beats.js';
import classes from './Heartbeat.module.css';
import { useWidth } from './use-width.js';

/** As many tests as the widest bar has. */
export const MAX_BEATS = 90;
const MIN_BEATS = 20;
const BEAT_PX = 10;

interface HeartbeatProps {
  readonly monitor: Monitor;
  /** Newest first. */
  readonly results: readonly Result[];
}

/** The recent tests, a bar each. Which one is looked at stays so while new ones come; without a choice it is the latest. */
export function Heartbeat({ monitor, results }: HeartbeatProps) {
  const { ref, width } = useWidth();
  const [chosenKey, setChosenKey] = useState<string | null>(null);
  const [hoveredKey, setHoveredKey] = useState<string | null>(null);
  const count = Math.min(MAX_BEATS, Math.max(MIN_BEATS, Math.floor(width / BEAT_PX)));
  const items = useMemo(
    () => beatsOf(results, monitor.sitesToFail, count, silenceSeconds(monitor) * 1000),
    [results, monitor, count],
  );
  const chosen = find(items, chosenKey) ?? items.at(-1);
  return (
    <Section title="Recent tests">
      <div ref={ref}>
        <BeatList
          items={items}
          count={count}
          chosen={chosen}
          onChoose={(key) => {
            setChosenKey(key === items.at(-1)?.key ? null : key);
          }}
          onHover={setHoveredKey}
        />
      </div>
      <div
        className={classes.detail}
        style={{ '--sites': Math.min(4, monitor.sites.length) } as CSSProperties}
        role="group"
        aria-label="One test in detail"
        tabIndex={0}
      >
        <BeatDetail item={find(items, hoveredKey) ?? chosen} storesResults={monitor.storeStatistics} />
      </div>
    </Section>
  );
}

function find(items: readonly BeatItem[], key: string | null): BeatItem | undefined {
  return key === null ? undefined : items.find((item) => item.key === key);
}
