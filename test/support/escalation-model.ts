/** What happens to a monitor. */
export type Step = 'pass' | 'fail' | 'unknown' | 'hold' | 'release';

/** One thing that is told: the alert by its number, or the recovery. */
export type Told = `failure ${number}` | 'recovery';

/**
 * The states, counters and notices of one monitor, written down a second time from the documentation, without a look at
 * how the product decides.
 */
export class EscalationModel {
  status: 'uninitialized' | 'up' | 'warn' | 'down' | 'lost' = 'uninitialized';
  /** What is told of each incident, in order. */
  readonly incidents: Told[][] = [];
  private failures = 0;
  private alerts = 0;

  constructor(
    private readonly failuresPerAlert: number,
    private readonly maxAlerts: number,
  ) {}

  take(step: Step): void {
    if (step === 'fail') this.fail();
    else if (step === 'pass') this.pass();
    // A hold ends whatever was, without a word.
    else if (step === 'hold') this.reset('uninitialized');
  }

  /** What an action tells that is run for alerts from a number on, and for recoveries. */
  toldFrom(firstAlert: number): Told[][] {
    const heard = this.incidents.map((incident) => {
      const failures = incident.filter((told) => told !== 'recovery' && Number(told.split(' ')[1]) >= firstAlert);
      return failures.length === 0 ? [] : [...failures, ...incident.filter((told) => told === 'recovery')];
    });
    return heard.filter((incident) => incident.length > 0);
  }

  private fail(): void {
    this.failures += 1;
    if (this.status === 'lost') return;
    if (this.failures % this.failuresPerAlert !== 0) {
      if (this.status !== 'down') this.status = 'warn';
      return;
    }
    this.alerts += 1;
    if (this.alerts === 1) this.incidents.push([]);
    this.incidents.at(-1)?.push(`failure ${this.alerts}`);
    this.status = this.alerts === this.maxAlerts ? 'lost' : 'down';
  }

  private pass(): void {
    if (this.status === 'down' || this.status === 'lost') this.incidents.at(-1)?.push('recovery');
    this.reset('up');
  }

  private reset(status: 'uninitialized' | 'up'): void {
    this.status = status;
    this.failures = 0;
    this.alerts = 0;
  }
}
