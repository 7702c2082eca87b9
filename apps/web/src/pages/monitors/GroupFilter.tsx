import { UnstyledButton } from '@mantine/core';
import { GROUP_WORDS, GROUPS, type Group, type GroupCounts } from '../../status/standing.js';
import { StandingIcon } from '../../status/StandingMark.js';
import classes from './GroupFilter.module.css';

interface GroupFilterProps {
  readonly counts: GroupCounts;
  readonly selected: Group | null;
  readonly onSelect: (group: Group | null) => void;
}

/** The counts; a click shows only these monitors, another all of them again. */
export function GroupFilter({ counts, selected, onSelect }: GroupFilterProps) {
  return (
    <div role="group" aria-label="Show only monitors that are" className={classes.groups}>
      {GROUPS.map((group) => (
        <UnstyledButton
          key={group}
          className={classes.group}
          data-group={group}
          data-none={counts[group] === 0 || undefined}
          aria-pressed={selected === group}
          title={GROUP_WORDS[group].meaning}
          onClick={() => {
            onSelect(selected === group ? null : group);
          }}
        >
          <span className={classes.count}>{counts[group]}</span>
          <span className={classes.word}>
            <StandingIcon of={group} size={14} />
            <span>{GROUP_WORDS[group].word}</span>
          </span>
        </UnstyledButton>
      ))}
    </div>
  );
}
