/** Tells the schedule that somebody waits for a test, so that it does not wait for its next look. */
export class ScheduleBell {
  private awaken: (() => void) | null = null;

  /** @param awaken called whenever somebody rings from now on */
  onRing(awaken: () => void): void {
    this.awaken = awaken;
  }

  ring(): void {
    this.awaken?.();
  }
}
