/**
 * Asks once for all who ask at about the same time.
 * @param validMs for how long an answer is given again; one that failed is not
 * @param nowMs milliseconds by a clock that does not jump
 */
export function shareAnswer<T>(
  ask: () => Promise<T>,
  validMs: number,
  nowMs: () => number = () => performance.now(),
): () => Promise<T> {
  let answer: Promise<T> | null = null;
  let askedAtMs = -Infinity;
  return () => {
    if (answer !== null && nowMs() - askedAtMs < validMs) return answer;
    askedAtMs = nowMs();
    const asked = ask();
    answer = asked;
    asked.catch(() => {
      if (answer === asked) answer = null;
    });
    return asked;
  };
}
