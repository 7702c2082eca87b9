import { SummaryBar } from '../../app/SummaryBar.js';
import { useOutage } from '../../app/use-outage.js';
import { useHealth } from '../../api/system.js';
import { About } from './About.js';
import { Appearance } from './Appearance.js';
import { AuditLog } from './AuditLog.js';
import { DeadLetters } from './DeadLetters.js';
import { PasswordCard } from './PasswordCard.js';

/** What concerns TwoTwenty itself and whoever looks at it. */
export function SettingsPage() {
  const health = useHealth();
  const outage = useOutage(health);
  return (
    <>
      <SummaryBar
        title="Settings · TwoTwenty"
        mood="idle"
        icon="uninitialized"
        headline="Settings"
        detail="Password, appearance, health, and who did what."
        outage={outage}
      />
      <PasswordCard />
      <Appearance />
      <About health={health.data} error={health.error} />
      <DeadLetters />
      <AuditLog />
    </>
  );
}
