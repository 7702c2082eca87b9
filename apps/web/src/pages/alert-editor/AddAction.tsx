import { Button, Menu } from '@mantine/core';
import { Fragment } from 'react';
import { channelWord } from '../../status/channel-words.js';
import { ACTION_GROUPS, ACTION_KINDS, ACTION_TYPES, type ActionType } from './action-kinds.js';
import classes from './AlertEditor.module.css';

/** What can be added, by what it is for. */
export function AddAction({ onAdd }: { readonly onAdd: (type: ActionType) => void }) {
  return (
    <Menu width={320} position="bottom-start" classNames={{ dropdown: classes.kinds }}>
      <Menu.Target>
        <Button variant="default">Add an action</Button>
      </Menu.Target>
      <Menu.Dropdown>
        {ACTION_GROUPS.map((group) => (
          <Fragment key={group}>
            <Menu.Label>{group}</Menu.Label>
            {ACTION_TYPES.filter((type) => ACTION_KINDS[type].group === group).map((type) => (
              <Menu.Item
                key={type}
                onClick={() => {
                  onAdd(type);
                }}
              >
                {channelWord(type)}
                <span className={classes.kindMeaning}>{ACTION_KINDS[type].meaning}</span>
              </Menu.Item>
            ))}
          </Fragment>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
