import { describe, expect, it } from 'vitest';
import { SessionSlots } from './session-slots.js';

describe('SessionSlots', () => {
  it('never has more takers than slots and serves in order', async () => {
    const slots = new SessionSlots(3);
    const order: number[] = [];
    let busy = 0;
    let most = 0;
    const task = async (id: number): Promise<void> => {
      await slots.take();
      order.push(id);
      busy += 1;
      most = Math.max(most, busy);
      await new Promise((resolve) => setImmediate(resolve));
      busy -= 1;
      slots.give();
    };
    await Promise.all(Array.from({ length: 5000 }, (_, id) => task(id)));
    expect(most).toBe(3);
    expect(order).toEqual([...order].sort((left, right) => left - right));
    expect(order).toHaveLength(5000);
  });
});
