/** @typedef {{ name: string, stop: (graceMs: number) => Promise<void> }} Stoppable */

/**
 * Stops stages one after the other within a limit. What a stage does not use is the next one's; each has at least
 * `reserveMs` whatever those before it took.
 * @param {readonly (readonly Stoppable[])[]} stages those of one stage stop together
 * @param {number} limitMs for all
 * @param {number} reserveMs
 * @param {() => number} [now] milliseconds
 */
export async function stopInOrder(stages, limitMs, reserveMs, now = () => performance.now()) {
  const deadline = now() + limitMs;
  for (const [index, stage] of stages.entries()) {
    const later = stages.length - 1 - index;
    const graceMs = Math.max(reserveMs, deadline - now() - later * reserveMs);
    await Promise.all(stage.map((one) => one.stop(graceMs)));
  }
}
