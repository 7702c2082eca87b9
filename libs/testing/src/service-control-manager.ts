import type { Server } from 'node:net';
import { NdrReader, ndrNumbers, ndrString, utf16 } from './ndr.js';
import { type RpcCall, serveRpcPipe } from './rpc-pipe.js';

/** A service of a pretended Windows: a real process. Every `TestServer` is one. */
export interface ServiceUnit {
  /** Undefined while it does not run. */
  readonly pid: number | undefined;
  /** Resolves when it has started; rejects when it does not come up. */
  start(): Promise<void>;
  /** Resolves when it has ended. */
  stop(): Promise<void>;
  /** As Windows shows it; the name by default. */
  readonly displayName?: string;
  /** The result (winerror.h) with which it refuses to stop while it runs, such as 1051: others depend on it. */
  readonly stopRefusal?: number;
}

/** What somebody may do: nothing, look at services, or everything. */
export type ServiceRight = 'none' | 'look' | 'control';

export interface ServiceControlManagerOptions {
  readonly services: Readonly<Record<string, ServiceUnit>>;
  /** Right of each account. */
  readonly rights: Readonly<Record<string, ServiceRight>>;
  /** Told of each start and stop that was asked for, such as `stop SMTPSVC`. */
  readonly onControl: (what: string) => void;
}

// MS-SCMR 2.2.47 and 3.1.4; the results are of winerror.h.
const SYNTAX = Buffer.from('81bb7a364498f135ad3298f03800100302000000', 'hex');
const OPERATION = { close: 0, control: 1, status: 6, enumerate: 14, openManager: 15, open: 16, config: 17, start: 19 };
const RESULT = {
  ok: 0,
  accessDenied: 5,
  invalidHandle: 6,
  invalidParameter: 87,
  insufficientBuffer: 122,
  moreData: 234,
  alreadyRunning: 1_056,
  doesNotExist: 1_060,
  cannotAcceptControl: 1_061,
  notActive: 1_062,
};
const STATE = { stopped: 1, startPending: 2, stopPending: 3, running: 4 };
const ACCESS_START = 0x10;
const ACCESS_STOP = 0x20;
const CONTROL_STOP = 1;
const MANAGER = Symbol('the manager');

/**
 * Serves the pipe `svcctl` behind a real smbd as Windows does: services pass through START_PENDING and STOP_PENDING, a stopped
 * one can not be stopped (SERVICE_NOT_ACTIVE), a running one not started (SERVICE_ALREADY_RUNNING). Samba has a server of that
 * pipe too, but since 4.15 it is compiled without the code that starts, stops and asks after services: all of it is refused.
 */
export function serveServiceControlManager(path: string, options: ServiceControlManagerOptions): Promise<Server> {
  const manager = new ServiceControlManager(options);
  return serveRpcPipe(path, { syntax: SYNTAX, call: (call) => Promise.resolve(manager.call(call)) });
}

class ServiceControlManager {
  private readonly pending = new Map<string, number>();
  private handles = 0;

  constructor(private readonly options: ServiceControlManagerOptions) {}

  call(call: RpcCall): Buffer | null {
    const stub = new NdrReader(call.stub);
    switch (call.operation) {
      case OPERATION.openManager:
        return this.openManager(call);
      case OPERATION.open:
        return this.openService(call, stub);
      case OPERATION.close:
        call.handles.delete(stub.bytes(20).toString('hex'));
        return Buffer.concat([Buffer.alloc(20), ndrNumbers(RESULT.ok)]);
      case OPERATION.enumerate:
        return this.enumerate(stub);
      case OPERATION.status:
      case OPERATION.config:
      case OPERATION.control:
      case OPERATION.start:
        return this.withService(call, stub);
      default:
        return null;
    }
  }

  private openManager(call: RpcCall): Buffer {
    return this.rightOf(call) === 'none' ? refused(RESULT.accessDenied) : this.handle(call, MANAGER);
  }

  private openService(call: RpcCall, stub: NdrReader): Buffer {
    if (call.handles.get(stub.bytes(20).toString('hex')) !== MANAGER) return refused(RESULT.invalidHandle);
    const asked = stub.string().toLowerCase();
    const access = stub.uint32();
    const name = Object.keys(this.options.services).find((each) => each.toLowerCase() === asked);
    if (name === undefined) return refused(RESULT.doesNotExist);
    const controls = (access & (ACCESS_START | ACCESS_STOP)) !== 0;
    return controls && this.rightOf(call) !== 'control' ? refused(RESULT.accessDenied) : this.handle(call, name);
  }

  private withService(call: RpcCall, stub: NdrReader): Buffer {
    const name = call.handles.get(stub.bytes(20).toString('hex'));
    const unit = typeof name === 'string' ? this.options.services[name] : undefined;
    if (typeof name !== 'string' || unit === undefined) return ndrNumbers(...NO_STATUS, RESULT.invalidHandle);
    switch (call.operation) {
      case OPERATION.status:
        return ndrNumbers(...this.status(name, unit), RESULT.ok);
      case OPERATION.config:
        return configuration(unit.displayName ?? name, stub.uint32());
      case OPERATION.control:
        if (stub.uint32() !== CONTROL_STOP) return ndrNumbers(...NO_STATUS, RESULT.invalidParameter);
        return this.stop(name, unit);
      default:
        return ndrNumbers(this.start(name, unit));
    }
  }

  private stop(name: string, unit: ServiceUnit): Buffer {
    this.options.onControl(`stop ${name}`);
    const refusal = this.stopRefusal(name, unit);
    if (refusal === RESULT.ok) this.settle(name, STATE.stopPending, unit.stop());
    return ndrNumbers(...this.status(name, unit), refusal);
  }

  private stopRefusal(name: string, unit: ServiceUnit): number {
    if (this.pending.has(name)) return RESULT.cannotAcceptControl;
    return unit.pid === undefined ? RESULT.notActive : (unit.stopRefusal ?? RESULT.ok);
  }

  private start(name: string, unit: ServiceUnit): number {
    this.options.onControl(`start ${name}`);
    if (this.pending.has(name) || unit.pid !== undefined) return RESULT.alreadyRunning;
    this.settle(name, STATE.startPending, unit.start());
    return RESULT.ok;
  }

  private settle(name: string, state: number, work: Promise<void>): void {
    this.pending.set(name, state);
    void work.catch(() => undefined).then(() => this.pending.delete(name));
  }

  /** SERVICE_STATUS: type, state, accepted controls, two exit codes, check point, wait hint. */
  private status(name: string, unit: ServiceUnit): number[] {
    const state = this.pending.get(name) ?? (unit.pid === undefined ? STATE.stopped : STATE.running);
    return [OWN_PROCESS, state, state === STATE.running ? ACCEPT_STOP : 0, 0, 0, 0, 0];
  }

  /** An array of ENUM_SERVICE_STATUSW whose strings lie behind it, pointed to from the beginning of the buffer. */
  private enumerate(stub: NdrReader): Buffer {
    stub.bytes(20 + 8);
    const offered = stub.uint32();
    const units = Object.entries(this.options.services);
    const strings: Buffer[] = [];
    let end = units.length * 36;
    const place = (text: string): number => {
      const octets = utf16(text);
      strings.push(octets);
      end += octets.length;
      return end - octets.length;
    };
    const rows = units.map(([name, unit]) =>
      ndrNumbers(place(name), place(unit.displayName ?? name), ...this.status(name, unit)),
    );
    const needed = Math.ceil(end / 4) * 4;
    const fits = offered >= needed;
    const buffer = Buffer.alloc(Math.ceil(offered / 4) * 4);
    if (fits) Buffer.concat([...rows, ...strings]).copy(buffer);
    // What is needed, how many came, no handle to go on with.
    const tail = ndrNumbers(needed, fits ? units.length : 0, 0, fits ? RESULT.ok : RESULT.moreData);
    return Buffer.concat([ndrNumbers(offered), buffer, tail]);
  }

  private handle(call: RpcCall, target: unknown): Buffer {
    this.handles += 1;
    const handle = Buffer.concat([Buffer.alloc(16), ndrNumbers(this.handles)]);
    call.handles.set(handle.toString('hex'), target);
    return Buffer.concat([handle, ndrNumbers(RESULT.ok)]);
  }

  /** The account's name stands in what smbd tells of the session, NUL at its end. */
  private rightOf({ session }: RpcCall): ServiceRight {
    const account = Object.keys(this.options.rights).find((name) => session.includes(`${name}\0`));
    return account === undefined ? 'none' : (this.options.rights[account] ?? 'none');
  }
}

const OWN_PROCESS = 0x10;
const ACCEPT_STOP = 1;
const NO_STATUS = [0, 0, 0, 0, 0, 0, 0];

/** No handle. */
function refused(result: number): Buffer {
  return Buffer.concat([Buffer.alloc(20), ndrNumbers(result)]);
}

/** QUERY_SERVICE_CONFIGW: own process, started on demand, errors normal; of its strings only the name that is shown. */
function configuration(displayName: string, offered: number): Buffer {
  const needed = 36 + utf16(displayName).length;
  if (offered < needed) return ndrNumbers(...NO_STATUS, 0, 0, needed, RESULT.insufficientBuffer);
  const fields = ndrNumbers(OWN_PROCESS, 3, 1, 0, 0, 0, 0, 0, 1);
  return Buffer.concat([fields, ndrString(displayName), ndrNumbers(needed, RESULT.ok)]);
}
