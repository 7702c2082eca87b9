import type { RedisLocation } from '@twotwenty/config/stores';
import type { RedisOptions } from 'ioredis';
import type connectors from 'ioredis/built/connectors/StandaloneConnector.js';
import { createRequire } from 'node:module';

// What the `default` of a CommonJS module is depends on who loads it; `require` is the same everywhere.
const require = createRequire(import.meta.url);
const { default: StandaloneConnector } =
  require('ioredis/built/connectors/StandaloneConnector.js') as typeof connectors;

/**
 * ioredis listens for one error of a socket. A handshake that fails by TLS may have two, as a name that does not match and then the alert of
 * the other side: the second, heard by nobody, would end the process.
 */
class LastingConnector extends StandaloneConnector {
  override async connect(...args: Parameters<InstanceType<typeof StandaloneConnector>['connect']>) {
    const stream = await super.connect(...args);
    stream.on('error', () => undefined);
    return stream;
  }
}

/** What every connection with a Redis has in common: how to speak TLS, where something is to be said of it, as the URL alone says whether to. */
export function connectionOptions({ tls }: RedisLocation): Pick<RedisOptions, 'tls' | 'Connector'> {
  // The class takes fewer kinds of options than ioredis lets a connector say that it takes, and is given those alone.
  const Connector = LastingConnector as RedisOptions['Connector'];
  return tls === undefined ? { Connector } : { Connector, tls };
}
