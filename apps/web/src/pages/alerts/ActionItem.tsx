import { Text } from '@mantine/core';
import { isRepair, type ActionView, type Alert } from '@twotwenty/contracts/alert';
import { channelWord } from '../../status/channel-words.js';
import { StandingIcon } from '../../status/StandingMark.js';
import { actionFacts } from './action-facts.js';
import classes from './AlertsPage.module.css';
import { SendTest } from './SendTest.js';

interface ActionItemProps {
  readonly alert: Alert;
  readonly action: ActionView;
}

/** What an action does and when, and a button to try it; a repair is not tried for fun. */
export function ActionItem({ alert, action }: ActionItemProps) {
  return (
    <li className={classes.action} data-off={!action.enabled || undefined}>
      <div className={classes.what}>
        <span className={classes.type}>
          {channelWord(action.type)}
          {!action.enabled && (
            <span className={classes.off}>
              <StandingIcon of="disabled" size={14} /> Disabled
            </span>
          )}
        </span>
        <Text size="sm" c="dimmed">
          {actionFacts(action, alert.actions).join(' · ')}
        </Text>
      </div>
      {!isRepair(action) && <SendTest alert={alert} action={action} />}
    </li>
  );
}
