/** Random numbers that a seed repeats (Marsaglia's xorshift128, seeded with splitmix32). */
export class Random {
  private readonly state = new Uint32Array(4);

  constructor(seed: number) {
    let a = seed >>> 0;
    for (let i = 0; i < 4; i += 1) {
      a = (a + 0x9e3779b9) >>> 0;
      let t = Math.imul(a ^ (a >>> 16), 0x21f0aaad);
      t = Math.imul(t ^ (t >>> 15), 0x735a2d97);
      this.state[i] = (t ^ (t >>> 15)) >>> 0 || 1;
    }
  }

  /** A whole number from 0 to `limit - 1`. */
  below(limit: number): number {
    const [x = 0, , , w = 0] = this.state;
    const t = x ^ (x << 11);
    this.state.copyWithin(0, 1);
    const next = (w ^ (w >>> 19) ^ t ^ (t >>> 8)) >>> 0;
    this.state[3] = next;
    return Math.floor((next / 2 ** 32) * limit);
  }

  /** A whole number from `least` to `most`. */
  between(least: number, most: number): number {
    return least + this.below(most - least + 1);
  }

  /** True once in `n` times. */
  oneIn(n: number): boolean {
    return this.below(n) === 0;
  }

  /** One of a list that is not empty. */
  pick<T>(list: readonly T[]): T {
    const item = list[this.below(list.length)];
    if (item === undefined) throw new RangeError('Nothing to pick from.');
    return item;
  }
}
