import { findChromium } from '@twotwenty/testing/chromium';
import { chromium, type Browser } from 'playwright-core';

/** Starts a Chromium without a window; the caller closes it. */
export async function startBrowser(): Promise<Browser> {
  const { executablePath, env, args } = await findChromium();
  const environment = Object.entries({ ...process.env, ...env }).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, value] as const],
  );
  return chromium.launch({ executablePath, args: [...args], env: Object.fromEntries(environment) });
}
