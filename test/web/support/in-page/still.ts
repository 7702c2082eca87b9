/// <reference lib="dom" />

/** Runs in the page: waits for all that moves or fades to end, in the middle of which colours are none that anybody chose. */
export async function untilStill(): Promise<void> {
  // A transition begins with the next frame.
  await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
  const ending = document.getAnimations().filter(({ effect }) => effect?.getComputedTiming().endTime !== Infinity);
  // One whose element goes away is cancelled, and never finishes.
  await Promise.allSettled(ending.map(({ finished }) => finished));
}
