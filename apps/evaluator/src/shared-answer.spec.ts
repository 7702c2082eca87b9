import { describe, expect, it } from 'vitest';
import { shareAnswer } from './shared-answer.js';

describe('shareAnswer', () => {
  function shared(answers: readonly (number | Error)[]) {
    const state = { nowMs: 0, asked: 0 };
    const ask = (): Promise<number> => {
      const answer = answers[state.asked];
      state.asked += 1;
      return answer instanceof Error ? Promise.reject(answer) : Promise.resolve(answer ?? -1);
    };
    return { state, get: shareAnswer(ask, 1000, () => state.nowMs) };
  }

  it('asks once for all who ask while an answer is valid, and again afterwards', async () => {
    const { state, get } = shared([1, 2]);
    expect(await Promise.all([get(), get()])).toEqual([1, 1]);
    state.nowMs = 999;
    expect(await get()).toBe(1);
    state.nowMs = 1000;
    expect(await get()).toBe(2);
    expect(state.asked).toBe(2);
  });

  it('gives an error to those alone who asked with it', async () => {
    const { get } = shared([new Error('away'), 2]);
    expect((await Promise.allSettled([get(), get()])).map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    expect(await get()).toBe(2);
  });
});
