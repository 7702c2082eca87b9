import { describe, expect, it } from 'vitest';
import { describeStep, timelineOf } from './timeline.js';

const OPTIONS = { outageSeconds: 200, channelDownAfter: 25, channelDownSeconds: 300 } as const;

describe('timelineOf', () => {
  it('has the channel fail in two ways, and come back after the targets', () => {
    const steps = timelineOf({ ...OPTIONS, channelFailure: 'mix' });
    expect(steps.map((step) => [step.atSeconds, describeStep(step)])).toEqual([
      [0, 'the targets are down'],
      [25, 'the channel: 503'],
      [175, 'the channel: refuse'],
      [200, 'the targets are back'],
      [325, 'the channel: up'],
    ]);
  });

  it('has it fail in one way for the whole time', () => {
    const steps = timelineOf({ ...OPTIONS, channelFailure: 'hang' });
    expect(steps.flatMap((step) => (step.what === 'channel' ? [[step.atSeconds, step.state]] : []))).toEqual([
      [25, 'hang'],
      [325, 'up'],
    ]);
  });
});
