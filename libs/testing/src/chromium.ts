import { execFile } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { debianPackage, findOnPath } from './debian-packages.js';
import { temporaryDirectory } from './temporary-directory.js';

const run = promisify(execFile);

/** A Chromium ready to be run. */
export interface Chromium {
  readonly executablePath: string;
  /** To be added to the environment: its libraries, and the fonts that make pages look alike on every machine. */
  readonly env: Readonly<Record<string, string>>;
  /** Without which it does not start in a container. */
  readonly args: readonly string[];
}

const INSTALLED = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];

/** Latin, Greek and Cyrillic; Arabic, Hebrew and more, and fixed widths; and what people write in East and South Asia. */
const FONTS = ['fonts-inter', 'fonts-dejavu-core', 'fonts-droid-fallback'];

/**
 * Chromium from the PATH, else out of Debian's packages (some 15 s the first time, 280 MB in `.cache/debian`; without what draws windows).
 * @throws with what to install when it cannot be had
 */
export async function findChromium(): Promise<Chromium> {
  const { executablePath, env } = (await installedChromium()) ?? (await unpackedChromium());
  return { executablePath, env: { ...env, FONTCONFIG_FILE: await fontsFile() }, args };
}

/**
 * Root may not use the sandbox, containers often lack what it needs, and their /dev/shm is small. Only our own pages are opened, and
 * no process is begun ahead for others.
 */
const args = [
  '--no-sandbox',
  '--disable-dev-shm-usage',
  '--disable-gpu',
  '--font-render-hinting=none',
  '--renderer-process-limit=1',
];

type Place = Pick<Chromium, 'executablePath' | 'env'>;

/** It is asked for its version, because Ubuntu has programs of these names that only say what else to install. */
async function installedChromium(): Promise<Place | undefined> {
  for (const name of INSTALLED) {
    const executablePath = await findOnPath([name]);
    if (executablePath === undefined) continue;
    const answered = await run(executablePath, ['--version'], { timeout: 20_000 }).then(
      () => true,
      () => false,
    );
    if (answered) return { executablePath, env: {} };
  }
  return undefined;
}

async function unpackedChromium(): Promise<Place> {
  try {
    // An uninstalled Chromium leaves its other half behind, whose data the program looks for in its own folder.
    const { root, env } = await debianPackage('chromium-headless-shell', ['chromium-common']);
    return { executablePath: join(root, 'usr/lib/chromium/chromium-headless-shell'), env };
  } catch (error) {
    throw new Error(
      'No browser for the tests: on Debian, let apt-get reach its package archive; elsewhere, install Chromium or Chrome ' +
        `so that one of ${INSTALLED.join(', ')} is on the PATH.\n  ${String(error)}`,
      { cause: error },
    );
  }
}

/** A configuration that knows these fonts first and the machine's own after them; without Debian's archive those alone. */
async function fontsFile(): Promise<string> {
  const found = await Promise.allSettled(FONTS.map((font) => debianPackage(font)));
  const folders = found.flatMap((font) =>
    font.status === 'fulfilled' ? [join(font.value.root, 'usr/share/fonts')] : [],
  );
  const place = temporaryDirectory('fonts');
  mkdirSync(join(place, 'cache'));
  const file = join(place, 'fonts.conf');
  writeFileSync(file, fontsConfiguration([...folders, '/usr/share/fonts'], join(place, 'cache')));
  return file;
}

function fontsConfiguration(folders: readonly string[], cache: string): string {
  const prefer = (family: string, fonts: readonly string[]): string =>
    `<alias binding="same"><family>${family}</family><prefer>${fonts.map((font) => `<family>${font}</family>`).join('')}</prefer></alias>`;
  const others = ['DejaVu Sans', 'Droid Sans Fallback'];
  return [
    '<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd"><fontconfig>',
    ...folders.map((folder) => `<dir>${folder}</dir>`),
    `<cachedir>${cache}</cachedir>`,
    ...['system-ui', 'sans-serif', 'serif'].map((family) => prefer(family, ['Inter', ...others])),
    ...['ui-monospace', 'monospace'].map((family) => prefer(family, ['DejaVu Sans Mono', ...others])),
    '</fontconfig>\n',
  ].join('\n');
}
