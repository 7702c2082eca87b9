import { useHostKeys } from '../../api/host-keys.js';
import { useRecoverySettings } from '../../api/recovery-settings.js';
import { Loading } from '../../app/Loading.js';
import { NoAnswer } from '../../app/NoAnswer.js';
import { CredentialsCard } from './CredentialsCard.js';
import { HostKeysCard } from './HostKeysCard.js';
import { LimitsCard } from './LimitsCard.js';
import { RecoverySummary } from './RecoverySummary.js';
import { StopSwitch } from './StopSwitch.js';

/** The guard rails of all repairs. */
export function RecoveryPage() {
  const query = useRecoverySettings();
  const hostKeys = useHostKeys();
  const { data: settings, error } = query;
  if (settings === undefined) return error === null ? <Loading what="the guard rails" /> : <NoAnswer error={error} />;
  // What is below the keys would move when they come. Where they do not, the switch that stops repairs is there all the same.
  if (hostKeys.isPending && hostKeys.failureCount === 0) return <Loading what="the guard rails" />;
  return (
    <>
      <RecoverySummary settings={settings} hostKeys={hostKeys.data?.items ?? []} />
      <StopSwitch settings={settings} />
      <LimitsCard settings={settings} />
      <HostKeysCard list={hostKeys.data} error={hostKeys.error} />
      <CredentialsCard />
    </>
  );
}
