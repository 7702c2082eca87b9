/** Smaller differences are rounding (the header has whole seconds) and the way through the network. */
const TOLERATED_SKEW_MS = 3000;

let skewMs = 0;

/**
 * Learns how far the viewer's clock is off from the `Date` header of an answer, so that "2 min ago" is right on a laptop
 * whose clock is not.
 */
export function observeServerTime(dateHeader: string | null, receivedAtMs: number): void {
  const serverMs = Date.parse(dateHeader ?? '');
  if (Number.isNaN(serverMs)) return;
  const difference = serverMs - receivedAtMs;
  skewMs = Math.abs(difference) > TOLERATED_SKEW_MS ? difference : 0;
}

/** Milliseconds since 1970 by the controller's clock. */
export function serverNow(): number {
  return Date.now() + skewMs;
}
