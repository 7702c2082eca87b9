import type { ChannelState } from './receiver.js';

/** How the channel fails; `mix`: with 503 in the first half, by refusing connections in the second. */
export const CHANNEL_FAILURES = ['mix', '503', 'refuse', 'hang'] as const;
export type ChannelFailure = (typeof CHANNEL_FAILURES)[number];

export interface TimelineOptions {
  /** From the stop of the targets to their return. */
  readonly outageSeconds: number;
  /** From the stop of the targets to the failure of the channel. */
  readonly channelDownAfter: number;
  readonly channelDownSeconds: number;
  readonly channelFailure: ChannelFailure;
}

/** What happens, and how many seconds after the stop of the targets. */
export type Step = { readonly atSeconds: number } & (
  { readonly what: 'targets'; readonly up: boolean } | { readonly what: 'channel'; readonly state: ChannelState }
);

/** All that happens in a storm, in order. */
export function timelineOf(options: TimelineOptions): Step[] {
  const { outageSeconds, channelDownAfter, channelDownSeconds, channelFailure } = options;
  const states: ChannelState[] = channelFailure === 'mix' ? ['503', 'refuse'] : [channelFailure];
  const channel = [...states, 'up' as const].map((state, index) => ({
    what: 'channel' as const,
    state,
    atSeconds: channelDownAfter + (channelDownSeconds * index) / states.length,
  }));
  const targets = [
    { what: 'targets' as const, up: false, atSeconds: 0 },
    { what: 'targets' as const, up: true, atSeconds: outageSeconds },
  ];
  return [...targets, ...channel].sort((one, other) => one.atSeconds - other.atSeconds);
}

export function describeStep(step: Step): string {
  return step.what === 'targets' ? `the targets are ${step.up ? 'back' : 'down'}` : `the channel: ${step.state}`;
}
