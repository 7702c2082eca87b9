import type { Certificate } from './certificates.js';
import type { TestServer } from './server-process.js';

/** Where a mail server listens, and with which certificate. */
export interface MailServerOptions {
  /** A free port by default. */
  port?: number;
  /** 127.0.0.1 by default. */
  host?: string;
  /** With one, STARTTLS is offered, and a second port speaks TLS from the start (RFC 8314). Without one there is no TLS. */
  certificate?: Certificate;
}

/** A mail server of a test. */
export interface MailTestServer extends TestServer {
  /** The port that speaks TLS from the start; undefined without a certificate. */
  readonly tlsPort: number | undefined;
}

/** Adds the second port to a server; the server is not copied, since its `pid` changes. */
export function withTlsPort(server: TestServer, tlsPort: number | undefined): MailTestServer {
  return Object.defineProperty(server as TestServer & { tlsPort: number | undefined }, 'tlsPort', { value: tlsPort });
}
