import { Launcher } from './launcher.mjs';
import { launcherLine } from './log-line.mjs';
import { reportError } from './main.mjs';
import { HELP, readOptions } from './options.mjs';
import { ROOT } from './paths.mjs';

/** npm passes a Ctrl-C on to us although the terminal has sent it to us already. */
const SAME_SIGNAL_MS = 1000;
const SIGNALS = /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP']);

/** `npm start`. */
export async function start() {
  /** @type {Launcher | undefined} */
  let launcher;
  try {
    // npm runs scripts in the package's folder; paths people write refer to where they are.
    const cwd = process.env['INIT_CWD'] || process.cwd();
    const options = readOptions(process.argv.slice(2), process.env, { root: ROOT, cwd });
    if (options.help) {
      process.stdout.write(HELP);
      return;
    }
    launcher = new Launcher(options);
    const stopping = stopOnSignals(launcher);
    await launcher.start().catch((error) => {
      if (!stopping.begun) throw error;
    });
  } catch (error) {
    const exitCode = reportError(error);
    await launcher?.stop().catch(reportError);
    process.exit(exitCode);
  }
}

/** @param {Launcher} launcher */
function stopOnSignals(launcher) {
  const state = { begun: false };
  let firstAt = 0;
  const onSignal = () => {
    if (!state.begun) {
      state.begun = true;
      firstAt = performance.now();
      launcher.print(launcherLine('info', 'stopping (again to stop at once)'));
      void launcher.stop().then(
        () => process.exit(0),
        (error) => process.exit(reportError(error)),
      );
    } else if (performance.now() - firstAt > SAME_SIGNAL_MS) {
      launcher.kill();
      process.exit(130);
    }
  };
  for (const signal of SIGNALS) process.on(signal, onSignal);
  return state;
}
