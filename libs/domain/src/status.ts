/** Where a monitor stands. `uninitialized` means that no verdict is known since it was created or released from a hold. */
export const STATUSES = ['uninitialized', 'up', 'warn', 'down', 'lost'] as const;
export type Status = (typeof STATUSES)[number];

/** Reasons not to judge a monitor, strongest first. A hold hides the status while it lasts. */
export const HOLDS = ['disabled', 'suspended', 'maintenance'] as const;
export type Hold = (typeof HOLDS)[number];

/** What a test says. `unknown` means too few reports: a gap in coverage, never a failure. */
export type Verdict = 'pass' | 'fail' | 'unknown';
