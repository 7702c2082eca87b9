import { MachineHome } from '../home.js';
import { forever, goAway } from './go-away.js';

/**
 * Stands in for powershell.exe. It runs no PowerShell: it decodes the script, notes it down and gives the answer that the
 * test prepared for it. So it proves how the script gets there and what is made of its answer, and nothing about the script.
 * Arguments: the folder of the machine, then those of powershell.exe.
 */
const [folder = '', ...words] = process.argv.slice(2);
const home = new MachineHome(folder);
const encoded = words[words.indexOf('-EncodedCommand') + 1] ?? '';
const script = Buffer.from(encoded, 'base64').toString('utf16le');
home.addCall(['powershell.exe', ...words.filter((word) => word !== encoded)]);
home.addScript(script);
const answer = home.orders.powershell?.find(({ when }) => script.includes(when));
process.stdout.write(answer?.prints ?? '');
process.stderr.write(answer?.complains ?? (answer === undefined ? 'the test prepared no answer\n' : ''));
if (answer?.goesAway === true) goAway(home);
process.exitCode = answer?.hangs === true ? await forever(home) : (answer?.status ?? (answer === undefined ? 1 : 0));
