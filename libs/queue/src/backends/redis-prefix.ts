/** All keys of ours begin with it. The braces keep a queue's keys in one slot of a Redis Cluster. */
export const REDIS_PREFIX = '{twotwenty}';
