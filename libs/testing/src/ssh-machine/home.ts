import { appendFileSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** What a unit of the machine is. */
export interface UnitDefinition {
  /** Runs in the foreground, as with `Type=simple`; with `oneshot` it is waited for. */
  readonly command: readonly string[];
  readonly type?: 'simple' | 'oneshot';
  readonly description?: string;
  /** `loaded` by default. */
  readonly loadState?: 'loaded' | 'masked';
  /** Units that are restarted along, as with `Requires=`. */
  readonly requiredBy?: readonly string[];
  /** As `Restart=always`: systemctl's next look finds it started again. */
  readonly startsAgain?: boolean;
}

/** How the stand-ins behave until the next orders. */
export interface Orders {
  /** Verbs of systemctl that never end. */
  readonly hang?: readonly string[];
  /** Verbs that do nothing and fail. */
  readonly fail?: Readonly<Record<string, { readonly status: number; readonly message: string }>>;
  /** Octets that `restart` prints first. */
  readonly floodBytes?: number;
  /** When the machine goes away after `reboot`: before it returns (the default), after it, or never. */
  readonly goesAway?: 'at-once' | 'after-return' | 'never';
  /** What PowerShell answers: the first entry whose `when` stands in the script. */
  readonly powershell?: readonly PowershellAnswer[];
}

export interface PowershellAnswer {
  readonly when: string;
  readonly prints?: string;
  readonly complains?: string;
  readonly status?: number;
  readonly hangs?: boolean;
  readonly goesAway?: boolean;
}

/** What is known of a unit that was started. */
export interface UnitRecord {
  readonly pid: number;
  readonly invocation: string;
  /** How a `oneshot` unit ended. */
  readonly status?: number;
}

/** The folder that a machine and its stand-ins share. */
export class MachineHome {
  constructor(readonly folder: string) {}

  get units(): Readonly<Record<string, UnitDefinition>> {
    return this.#read('units.json', {});
  }

  set units(units: Readonly<Record<string, UnitDefinition>>) {
    this.#write('units.json', units);
  }

  get orders(): Orders {
    return this.#read('orders.json', {});
  }

  set orders(orders: Orders) {
    this.#write('orders.json', orders);
  }

  get records(): Readonly<Record<string, UnitRecord>> {
    return this.#read('records.json', {});
  }

  record(unit: string, record: UnitRecord): void {
    this.#write('records.json', { ...this.records, [unit]: record });
  }

  /** Process id of the sshd that listens. */
  get listener(): number {
    return this.#read('listener.json', 0);
  }

  set listener(pid: number) {
    this.#write('listener.json', pid);
  }

  /** A line for what a stand-in was asked to do. */
  addCall(words: readonly string[]): void {
    appendFileSync(join(this.folder, 'calls'), `${words.join(' ')}\n`);
  }

  get calls(): readonly string[] {
    return this.#lines('calls');
  }

  addScript(script: string): void {
    appendFileSync(join(this.folder, 'scripts'), `${JSON.stringify(script)}\n`);
  }

  get scripts(): readonly string[] {
    return this.#lines('scripts').map((line) => JSON.parse(line) as string);
  }

  #lines(name: string): string[] {
    try {
      return readFileSync(join(this.folder, name), 'utf8').split('\n').slice(0, -1);
    } catch {
      return [];
    }
  }

  #read<T>(name: string, missing: T): T {
    try {
      return JSON.parse(readFileSync(join(this.folder, name), 'utf8')) as T;
    } catch {
      return missing;
    }
  }

  #write(name: string, value: unknown): void {
    writeFileSync(join(this.folder, name), JSON.stringify(value));
  }
}
