import type { RecoveryCode } from '@twotwenty/domain/recovery/recovery-codes';
import type { RecoveryFailure } from '../recovery-method.js';

interface Circumstances {
  /** Of the command that failed. */
  readonly exitStatus?: number | null;
  /** Whether the machine may have done what it was asked all the same. */
  readonly uncertain?: boolean;
}

const UNCERTAIN: readonly RecoveryCode[] = ['connection-lost', 'time-limit'];

/** A repair over SSH can not go on. Becomes an outcome: see `attempt`. */
export class SshFailure extends Error {
  override readonly name = 'SshFailure';
  readonly exitStatus: number | null;
  readonly uncertain: boolean;

  constructor(
    readonly code: RecoveryCode,
    /** For people, without secrets. */
    readonly detail: string | null,
    { exitStatus = null, uncertain = UNCERTAIN.includes(code) }: Circumstances = {},
  ) {
    super(detail ?? code);
    this.exitStatus = exitStatus;
    this.uncertain = uncertain;
  }
}

/** How far an attempt has come. */
export interface Progress {
  /** Whether the machine was asked to change something. From then on a lost connection leaves it unknown what it did. */
  acted: boolean;
}

/** Gives what `work` gives, or the outcome that its `SshFailure` stands for. Other errors pass. */
export async function attempt<T>(work: (progress: Progress) => Promise<T>): Promise<T | RecoveryFailure> {
  const progress: Progress = { acted: false };
  try {
    return await work(progress);
  } catch (error) {
    if (!(error instanceof SshFailure)) throw error;
    const { code, detail, exitStatus, uncertain } = error;
    return { result: progress.acted && uncertain ? 'unknown' : 'failed', code, detail, exitStatus };
  }
}
