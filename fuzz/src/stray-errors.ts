import type { FuzzInput } from './input.js';

/** Errors that reached nobody: they would end a worker, with all of its sessions. */
export class StrayErrors {
  private errors: unknown[] = [];

  constructor() {
    process.on('uncaughtException', (error) => this.errors.push(error));
    process.on('unhandledRejection', (reason) => this.errors.push(reason));
  }

  /** Those that came since it was asked the last time. */
  take(): readonly unknown[] {
    const taken = this.errors;
    this.errors = [];
    return taken;
  }
}

/** Finds an input that brings an error about, by running halves again; null if it does not come again. */
export async function strayOf(
  inputs: readonly FuzzInput[],
  shows: (inputs: readonly FuzzInput[]) => Promise<boolean>,
): Promise<FuzzInput | null> {
  if (inputs.length <= 1) return inputs[0] ?? null;
  const middle = inputs.length >> 1;
  for (const half of [inputs.slice(0, middle), inputs.slice(middle)]) {
    if (await shows(half)) return strayOf(half, shows);
  }
  return null;
}
