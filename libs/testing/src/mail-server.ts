import { startExim } from './exim.js';
import type { MailServerOptions, MailTestServer } from './mail-server-options.js';
import { startPostfix } from './postfix.js';

/** Starts a real mail server that names itself `mta.test`: Exim, or Postfix where Exim cannot be had. */
export async function startMailServer(options: MailServerOptions = {}): Promise<MailTestServer> {
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
