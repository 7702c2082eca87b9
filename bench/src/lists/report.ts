import { machineLine } from '../machine.js';
import { figure, table } from '../output.js';
import { LIVE_SECONDS, type BrowserFigures } from './browser.js';
import type { AnswerTimes } from './measure-api.js';
import type { ListsFigures } from './run.js';

/** The figures for people. */
export function listsText({ machine, options, atRest, underLoad, load, browser }: ListsFigures): string {
  return [
    machineLine(machine),
    '',
    `${figure(options.monitors)} monitors on ${figure(options.devices)} devices, ${figure(options.incidents)} incidents that are over`,
    `under load: ${figure(load.testsPerSecond)} tests/s are decided, ${figure(load.changesPerSecond)} of them change a state`,
    '',
    'Answer times of the API, ms',
    answersTable(atRest, underLoad),
    '',
    ...(browser === null ? ['No page was looked at in a browser.'] : browserText(browser)),
  ].join('\n');
}

function answersTable(atRest: readonly AnswerTimes[], underLoad: readonly AnswerTimes[]): string {
  const loaded = new Map(underLoad.map((times) => [times.group, times]));
  return table([
    ['asked for', 'addresses', 'p50', 'p95', 'p99', 'max', 'load: p50', 'p95', 'p99', 'max', 'slowest'],
    ...atRest.map((times) => [
      times.group,
      figure(times.cases),
      ...spread(times),
      ...spread(loaded.get(times.group)),
      `${figure(times.worst.p50)} ${times.worst.path.replace(/cursor=[^&]+/, 'cursor=…').slice(0, 90)}`,
    ]),
  ]);
}

function spread(times: AnswerTimes | undefined): string[] {
  return [times?.p50, times?.p95, times?.p99, times?.max].map((value) => figure(value ?? null, 1));
}

function browserText({ version, loads, steps, live }: BrowserFigures): string[] {
  return [
    `As seen in Chromium ${version}: from the start of a navigation, with an empty cache, until what people wait for is painted, ms`,
    table([
      ['page', 'p50', 'max', 'questions', 'items'],
      ...loads.map(({ name, p50, max, requests, items }) => [
        name,
        ...[p50, max, requests, items].map((value) => figure(value)),
      ]),
    ]),
    '',
    'From the click until the new rows are painted, ms',
    table([['step', 'p50', 'max'], ...steps.map(({ name, p50, max }) => [name, figure(p50), figure(max)])]),
    '',
    `What an open page asks for under load in ${LIVE_SECONDS} s`,
    table([
      ['page', 'questions', 'items'],
      ...live.map(({ name, requests, items }) => [name, figure(requests), figure(items)]),
    ]),
  ];
}
