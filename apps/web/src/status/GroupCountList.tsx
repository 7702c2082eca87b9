import { useGlide } from '../table/use-glide.js';
import classes from './GroupCountList.module.css';
import { FILTER_WORDS, GROUPS, type GroupCounts } from './standing.js';
import { StandingIcon } from './StandingMark.js';

/** How many monitors stand where, what needs a person first; what there is none of is left out. */
export function GroupCountList({ counts }: { readonly counts: GroupCounts }) {
  const present = GROUPS.filter((group) => counts[group] > 0);
  const list = useGlide<HTMLUListElement>();
  if (present.length === 0) return <span className={classes.none}>No monitors</span>;
  return (
    <ul ref={list} className={classes.counts}>
      {present.map((group) => (
        <li key={group} data-group={group} title={FILTER_WORDS[group].meaning}>
          <StandingIcon of={group} size={14} />
          {counts[group]} {FILTER_WORDS[group].word}
        </li>
      ))}
    </ul>
  );
}
