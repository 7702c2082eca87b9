import { once } from 'node:events';
import { MachineHome } from '../home.js';
import { forever, goAway } from './go-away.js';
import { fullName, Units } from './units.js';

/**
 * Stands in for systemctl(1) on machines without systemd: units are processes it really starts and ends; everything else,
 * such as jobs and their order, is left out. Arguments: the folder of the machine, then those of systemctl.
 */
const [folder = '', ...words] = process.argv.slice(2);
const home = new MachineHome(folder);
const units = new Units(home);
home.addCall(['systemctl', ...words]);
const [verb = '', ...names] = words.filter((word) => !word.startsWith('-'));

async function run(what: string): Promise<number> {
  const { hang = [], fail = {} } = home.orders;
  if (hang.includes(what)) return forever(home);
  const failure = fail[what];
  if (failure !== undefined) {
    console.error(failure.message);
    return failure.status;
  }
  return (await VERBS[what]?.()) ?? unknownVerb(what);
}

const VERBS: Readonly<Record<string, () => Promise<number> | number>> = {
  restart,
  reboot,
  show,
  status,
  'is-active': () => (names.every((name) => units.isActive(name)) ? 0 : 3),
  'list-units': listUnits,
  'list-unit-files': listUnitFiles,
};

function unknownVerb(what: string): number {
  console.error(`Unknown command verb ${what}.`);
  return 1;
}

async function restart(): Promise<number> {
  await flood(home.orders.floodBytes ?? 0);
  const unknown = names.find((name) => units.definition(name) === undefined);
  if (unknown !== undefined) {
    console.error(`Failed to restart ${fullName(unknown)}: Unit ${fullName(unknown)} not found.`);
    return 5;
  }
  if (await units.restart(names)) return 0;
  console.error(`Job for ${names.map(fullName).join(', ')} failed because the control process exited with error code.`);
  return 1;
}

async function flood(octets: number): Promise<void> {
  const line = `${'x'.repeat(1023)}\n`;
  for (let left = octets; left > 0; left -= line.length) {
    if (!process.stdout.write(line.slice(0, left))) await once(process.stdout, 'drain');
  }
}

function reboot(): Promise<number> | number {
  const { goesAway = 'at-once' } = home.orders;
  if (goesAway === 'never') return 0;
  if (goesAway === 'after-return') {
    goAway(home, 300);
    return 0;
  }
  goAway(home);
  return forever(home);
}

async function show(): Promise<number> {
  if (names.length === 0) console.log('Version=252');
  for (const name of names) await units.startAgain(name);
  console.log(names.map(properties).join('\n\n'));
  return 0;
}

function properties(name: string): string {
  const definition = units.definition(name);
  const record = home.records[fullName(name)];
  const active = units.isActive(name);
  const failed = !active && record !== undefined && (record.status ?? 1) !== 0;
  const values = {
    Type: definition?.type ?? 'simple',
    Result: failed ? 'exit-code' : 'success',
    Id: fullName(name),
    LoadState: definition === undefined ? 'not-found' : (definition.loadState ?? 'loaded'),
    ActiveState: active ? 'active' : failed ? 'failed' : 'inactive',
    SubState: active ? 'running' : failed ? 'failed' : 'dead',
    UnitFileState: 'enabled',
    CanStart: definition === undefined ? 'no' : 'yes',
    ConditionResult: 'yes',
    InvocationID: record?.invocation ?? '',
  };
  return Object.entries(values)
    .map(([key, value]) => `${key}=${value}`)
    .join('\n');
}

function status(): number {
  for (const name of names) {
    console.log(`${fullName(name)} - ${units.definition(name)?.description ?? ''}`);
    console.log(`     Active: ${units.isActive(name) ? 'active (running)' : 'failed (Result: exit-code)'}`);
  }
  return names.every((name) => units.isActive(name)) ? 0 : 3;
}

function listUnits(): number {
  for (const [name, { description = name, loadState = 'loaded' }] of Object.entries(home.units)) {
    const state = units.isActive(name) ? 'active   running' : 'inactive dead   ';
    console.log(`  ${name.padEnd(30)} ${loadState} ${state} ${description}`);
  }
  console.log('  gone.service                   not-found inactive dead    gone.service');
  return 0;
}

function listUnitFiles(): number {
  for (const [name, { loadState }] of Object.entries(home.units)) {
    console.log(`${name.padEnd(30)} ${loadState === 'masked' ? 'masked ' : 'enabled'} enabled`);
  }
  console.log('getty@.service                 enabled enabled');
  console.log('unused.service                 disabled enabled');
  return 0;
}

// Last, when all of the above is defined.
process.exitCode = await run(verb);
