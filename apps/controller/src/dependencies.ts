import type { createDataSource } from '@twotwenty/database/data-source';
import type { Logger } from '@twotwenty/observability/logger';
import type { QueueSystem } from '@twotwenty/queue/queue-system';
import type { SecretBox } from '@twotwenty/secrets/secret-box';

/** What the API needs of its surroundings; `main.ts` makes the real ones. */
export interface Dependencies {
  /** Connected, and closed by whoever made it. */
  readonly dataSource: ReturnType<typeof createDataSource>;
  readonly queues: QueuePort;
  readonly secrets: SealingPort;
  readonly logger: Logger;
  readonly settings: Settings;
}

/** What the API asks of the queue. */
export type QueuePort = Pick<QueueSystem, 'ping' | 'deadLetters' | 'waiting' | 'send' | 'nowMs'>;

/** The API seals secrets and never opens them. */
export type SealingPort = Pick<SecretBox, 'seal'>;

export interface Settings {
  /** An administrator's token for automation; none is accepted when left out. */
  readonly adminToken: string | undefined;
  /** Send the session cookie over TLS only. */
  readonly cookieSecure: boolean;
  /** Addresses and networks of proxies: which client they speak for is believed, for the limit of logins. */
  readonly trustedProxies: readonly string[];
  /** The most live streams at once. */
  readonly maxStreams: number;
  /** The folder of the built web app. It may be missing. */
  readonly webRoot: string;
}

/** Tokens of what is injected and is no class of ours. */
export const QUEUES = Symbol('queues');
export const SECRETS = Symbol('secrets');
export const LOGGER = Symbol('logger');
export const SETTINGS = Symbol('settings');
