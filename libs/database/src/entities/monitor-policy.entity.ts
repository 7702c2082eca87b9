import type { MonitorInput } from '@twotwenty/contracts/monitor';
import { Column, Entity, PrimaryGeneratedColumn, Unique } from 'typeorm';

/** What of a monitor's configuration bears on its tests and on what is decided about them. */
export type MonitorPolicy = Pick<
  MonitorInput,
  'timing' | 'notification' | 'sitesToFail' | 'confirmFrom' | 'storeStatistics'
>;

/**
 * Each policy that some monitor has or had, once, however many monitors have it. Written by triggers on `monitor` and
 * `monitor_state` alone; a row is never changed nor removed, so that whoever has read it once knows it for good.
 */
@Entity({ name: 'monitor_policy' })
@Unique('monitor_policy_settings', ['settings'])
export class MonitorPolicyEntity {
  @PrimaryGeneratedColumn('identity', {
    type: 'integer',
    generatedIdentity: 'ALWAYS',
    primaryKeyConstraintName: 'monitor_policy_pk',
  })
  key!: number;

  @Column({ type: 'jsonb' })
  settings!: MonitorPolicy;
}
