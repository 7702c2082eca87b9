import type { Monitor } from '@twotwenty/contracts/monitor';
import { startScriptedServer, type ScriptedServer } from '@twotwenty/testing/scripted-server';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect } from 'vitest';
import { startBrowser } from './support/browser.js';
import { Maker } from './support/demo-data.js';
import { overflowAt } from './support/overflow.js';
import { pagesOfMonitor } from './support/pages.js';
import { startProduct, type Product } from './support/product.js';
import { walk } from './support/walk.js';

const WIDTHS_PX = [360, 768, 1030, 1440];
const REPLY_LINES = 500;

/** 64 characters, as long as a name may be, without a place to break a line at where the script needs none. */
const NAMES = {
  latin: 'W'.repeat(64),
  german: 'Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbea',
  arabic: 'خادم البريد الرئيسي في مركز البيانات الشمالي لشركة الاتصالات هنا'.padEnd(64, 'ا').slice(0, 64),
  japanese: '東京本社データセンター第二電子メール中継サーバー監視対象'.repeat(3).slice(0, 64),
  emoji: Array.from('📮'.repeat(64)).join(''),
} as const;

/** 253 characters: the longest name that DNS has. */
const LONG_HOST = `${`${'a'.repeat(61)}.`.repeat(4).slice(0, -1)}.test`.slice(-253);

describe('the longest of everything', () => {
  let product: Product;
  let browser: Browser;
  let talkative: ScriptedServer;
  const monitors: Monitor[] = [];
  const place = () => ({ browser, url: product.url });

  beforeAll(async () => {
    [product, browser, talkative] = await Promise.all([
      startProduct('web_long'),
      startBrowser(),
      startScriptedServer(async (peer) => {
        const lines = Array.from({ length: REPLY_LINES - 1 }, (_, line) => `554-${line} ${'no '.repeat(20)}`);
        await peer.send(`${lines.join('\r\n')}\r\n554 ${'x'.repeat(400)}\r\n`);
        peer.close();
      }),
    ]);
    const make = new Maker(product.api);
    for (const name of Object.values(NAMES)) {
      const device = await make.device(name);
      const settings = { failuresPerAlert: 1, maxAlerts: 2 };
      const monitor = await make.monitor(device, name, talkative.port, settings);
      monitors.push(monitor);
      await make.until(monitor, 'down');
    }
    const device = await make.device('Far away');
    await make.until(await make.monitor(device, 'Long host', 25, { host: LONG_HOST, failuresPerAlert: 1 }), 'down');
  });
  afterAll(async () => {
    await browser?.close();
    await product?.stop();
    talkative?.stop();
  });

  walk(
    'breaks no page at any width',
    place,
    async ({ page, open }) => {
      const [first] = monitors;
      if (first === undefined) throw new Error('no monitor');
      const make = new Maker(product.api);
      const complaints: string[] = [];
      for (const { name, path } of pagesOfMonitor(first.id, first.deviceId, await make.incidentOf(first.id))) {
        await open(path);
        for (const width of WIDTHS_PX) {
          complaints.push(...(await overflowAt(page, width)).map((line) => `${name} ${line}`));
        }
      }
      expect(complaints).toEqual([]);
    },
    { timeoutMs: 120_000 },
  );
});
