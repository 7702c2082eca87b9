import type { SeenCertificate } from '@twotwenty/database/repositories/certificate.repository';
import type {
  AskedConfirmation,
  ChangedState,
  DecisionChanges,
  IncidentChange,
  LockedState,
  NewEvent,
  NewIncident,
  NewResult,
} from '@twotwenty/database/repositories/decision.repository';
import type { NoticeOccasion } from '@twotwenty/database/repositories/notice-plan';
import type { Effect } from '@twotwenty/domain/effects';
import type { VoteKind } from '@twotwenty/domain/votes';

/** Why a decision was taken: in words, and who said what in the test. */
export interface Cause {
  readonly reason: string | null;
  readonly votes: Readonly<Record<string, VoteKind>>;
}

/** Collects what a batch of decisions writes. Of several changes of one state, the last one counts. */
export class ChangeSet implements DecisionChanges {
  private readonly stateByKey = new Map<number, ChangedState>();
  readonly confirmations: AskedConfirmation[] = [];
  readonly newIncidents: NewIncident[] = [];
  readonly incidentChanges: IncidentChange[] = [];
  readonly events: NewEvent[] = [];
  readonly results: NewResult[] = [];
  readonly certificates: SeenCertificate[] = [];
  readonly occasions: NoticeOccasion[] = [];

  get states(): ChangedState[] {
    return [...this.stateByKey.values()];
  }

  setState(state: ChangedState): void {
    this.stateByKey.set(state.monitorKey, state);
  }

  askConfirmation(asked: AskedConfirmation): void {
    this.confirmations.push(asked);
  }

  addResult(result: NewResult): void {
    this.results.push(result);
  }

  addCertificate(certificate: SeenCertificate): void {
    this.certificates.push(certificate);
  }

  addOccasions(occasions: readonly NoticeOccasion[]): void {
    this.occasions.push(...occasions);
  }

  /**
   * Turns the effects of one decision into rows.
   * @param row the state before the decision; its clock is the time of the events
   * @param cause what led to it
   */
  addEffects(row: LockedState, effects: readonly Effect[], cause: Cause): void {
    for (const effect of effects) this.addEffect(row, effect, cause);
  }

  private addEffect(row: LockedState, effect: Effect, cause: Cause): void {
    switch (effect.type) {
      case 'state-changed':
        return this.addEvent(row, effect.type, cause, { from: effect.from, to: effect.to });
      case 'incident-opened':
        this.newIncidents.push({
          id: effect.incident.id,
          monitorKey: row.monitorKey,
          startedAt: effect.incident.startedAt,
        });
        return;
      case 'alert-raised':
        this.incidentChanges.push({ id: effect.incident.id, alerts: effect.number, endedAt: null, ending: null });
        return this.addEvent(row, effect.type, cause, {
          number: effect.number,
          failures: effect.failures,
          incidentId: effect.incident.id,
        });
      case 'recovered':
        this.incidentChanges.push({
          id: effect.incident.id,
          alerts: effect.alerts,
          endedAt: row.now,
          ending: 'recovered',
        });
        return this.addEvent(row, effect.type, cause, { alerts: effect.alerts, incidentId: effect.incident.id });
      case 'incident-interrupted':
        this.incidentChanges.push({
          id: effect.incident.id,
          alerts: row.alerts,
          endedAt: row.now,
          ending: 'interrupted',
        });
        return;
      case 'test-unknown':
        return this.addEvent(row, effect.type, cause, {});
      case 'hold-began':
      case 'hold-ended':
        return this.addEvent(row, effect.type, cause, { hold: effect.hold });
    }
  }

  private addEvent(row: LockedState, type: string, { reason, votes }: Cause, data: NewEvent['data']): void {
    const { monitorKey, now: at, testNumber } = row;
    this.events.push({ monitorKey, at, type, testNumber, reason, data: { ...data, votes } });
  }
}
