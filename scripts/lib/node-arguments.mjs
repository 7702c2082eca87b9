/**
 * Arguments of Node for every app. The space for young objects may grow to three times 64 MiB: sessions and batches under way
 * outlive a smaller one when there is much to do, and are copied again and again. An app with little to do needs none of it.
 *
 * They are collected by the thread that made them: what is alive of them is little, and helpers on the other cores are in the way of the
 * other apps.
 */
export const NODE_ARGUMENTS = ['--enable-source-maps', '--max-semi-space-size=64', '--no-parallel-scavenge'];
