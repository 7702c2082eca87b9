import type { MonitorState, OpenIncident } from './monitor-state.js';
import type { Hold, Status } from './status.js';

/** What a decision wants done, in the order it happened. The evaluator stores it in the transaction of the state. */
export type Effect =
  | { readonly type: 'state-changed'; readonly from: Status; readonly to: Status }
  | { readonly type: 'incident-opened'; readonly incident: OpenIncident }
  | {
      readonly type: 'alert-raised';
      readonly incident: OpenIncident;
      readonly number: number;
      readonly failures: number;
    }
  | { readonly type: 'recovered'; readonly incident: OpenIncident; readonly alerts: number }
  | { readonly type: 'incident-interrupted'; readonly incident: OpenIncident }
  | { readonly type: 'test-unknown' }
  | { readonly type: 'hold-began'; readonly hold: Hold }
  | { readonly type: 'hold-ended'; readonly hold: Hold };

export interface Decision {
  readonly state: MonitorState;
  readonly effects: readonly Effect[];
}
