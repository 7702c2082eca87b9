import { Redis } from 'ioredis';
import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { connectionOptions } from './redis-connection.js';

describe('a connection with a Redis', () => {
  it('outlives further errors of a socket after the first, also where BullMQ makes another like it', async () => {
    const server = createServer((socket) => socket.on('error', () => undefined)).listen(0, '127.0.0.1');
    await once(server, 'listening');
    onTestFinished(() => void server.close());
    const { port } = server.address() as AddressInfo;
    const url = `redis://127.0.0.1:${port}`;
    const first = new Redis(url, { ...connectionOptions({ backend: 'redis', url }), retryStrategy: () => null });
    for (const redis of [first, first.duplicate()]) {
      const errors: string[] = [];
      redis.on('error', ({ message }: Error) => void errors.push(message));
      await once(redis, 'connect');
      const { stream } = redis;
      stream.emit('error', new Error('name'));
      expect(() => stream.emit('error', new Error('alert'))).not.toThrow();
      expect(errors).toEqual(['name']);
      redis.disconnect();
    }
  });
});
