/** What is used here of net-snmp, which brings no types. Those on DefinitelyTyped lack AES-256 and the message's parts. */
declare module 'net-snmp' {
  import type { EventEmitter } from 'node:events';

  namespace snmp {
    interface VariableBinding {
      readonly oid: string;
      readonly type: number;
      readonly value: string | number;
    }

    interface UsmUser {
      readonly name: string;
      readonly level: number;
      readonly authProtocol: string;
      readonly authKey: string;
      readonly privProtocol?: string;
      readonly privKey?: string;
    }

    interface SessionOptions {
      readonly version?: number;
      readonly transport: 'udp4' | 'udp6';
      readonly trapPort: number;
      readonly retries: number;
      readonly timeout: number;
      readonly engineID?: string;
    }

    interface Request {
      readonly message: {
        readonly msgSecurityParameters?: { msgAuthoritativeEngineBoots: number; msgAuthoritativeEngineTime: number };
      };
    }

    /** Has a socket from the beginning until `close`. */
    interface Session extends EventEmitter {
      trap(oid: string, bindings: readonly VariableBinding[], done: (error: Error | null) => void): void;
      inform(oid: string, bindings: readonly VariableBinding[], done: (error: Error | null) => void): void;
      send(request: Request, noWait: boolean): Session;
      close(): void;
    }

    interface Library {
      readonly Version2c: number;
      readonly Version3: number;
      readonly ObjectType: { readonly OctetString: number; readonly Integer: number; readonly Unsigned32: number };
      readonly SecurityLevel: { readonly authNoPriv: number; readonly authPriv: number };
      readonly AuthProtocols: Readonly<Record<string, string>>;
      readonly PrivProtocols: Readonly<Record<string, string>>;
      createSession(address: string, community: string, options: SessionOptions): Session;
      createV3Session(address: string, user: UsmUser, options: SessionOptions): Session;
    }
  }

  const snmp: snmp.Library;
  export = snmp;
}
