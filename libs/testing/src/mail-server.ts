import { startExim } from './exim.js';
import { startPostfix } from './postfix.js';
import type { TestServer } from './server-process.js';

/** Where the mail server listens. */
export interface MailServerOptions {
  /** A free port by default. */
  port?: number;
  /** 127.0.0.1 by default. */
  host?: string;
}

/** Starts a real mail server that names itself `mta.test`: Exim, or Postfix's smtpd where Exim cannot be had. */
export async function startMailServer(options: MailServerOptions = {}): Promise<TestServer> {
  try {
    return await startExim(options);
  } catch (eximError) {
    try {
      return await startPostfix(options);
    } catch (postfixError) {
      throw new Error(
        `No mail server for the tests: on Debian or Ubuntu, let apt-get reach its package archive; elsewhere, install postfix.\n` +
          `  Exim: ${String(eximError)}\n  Postfix: ${String(postfixError)}`,
        { cause: postfixError },
      );
    }
  }
}
