/// <reference lib="dom" />

/** Runs in the page: waits for transitions to end, in the middle of which colours are none that anybody chose. */
export async function untilStill(): Promise<void> {
  // A transition begins with the next frame.
  await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
  const transitions = document.getAnimations().filter((animation) => animation instanceof CSSTransition);
  // One whose element goes away is cancelled, and never finishes.
  await Promise.allSettled(transitions.map(({ finished }) => finished));
}
