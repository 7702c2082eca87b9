/** Pino's levels by number. */
const LEVELS = new Map([
  [10, 'trace'],
  [20, 'debug'],
  [30, 'info'],
  [40, 'warn'],
  [50, 'error'],
  [60, 'fatal'],
]);
const OWN_FIELDS = new Set(['level', 'time', 'pid', 'hostname', 'name', 'msg', 'v', 'err']);

/**
 * Makes a line of an app's output readable: a pino JSON line becomes
 * `14:03:05 controller  info   message key=value`, anything else stays as it is.
 * @param {string} app
 * @param {string} line
 */
export function formatLogLine(app, line) {
  const record = parseRecord(line);
  if (!record) return printable(line);
  const level = LEVELS.get(Number(record['level'])) ?? String(record['level']);
  const time = typeof record['time'] === 'number' || typeof record['time'] === 'string' ? record['time'] : Date.now();
  const fields = Object.entries(record).flatMap(([key, value]) =>
    OWN_FIELDS.has(key) ? [] : [` ${key}=${show(value)}`],
  );
  const { message, stack } = errorOf(record['err']);
  const text = `${String(record['msg'] ?? '')}${fields.join('')}${message ? ` err=${show(message)}` : ''}`;
  return `${prefix(app, level, new Date(time))}${printable(text)}${stack ? `\n${stack.split('\n').map(printable).join('\n')}` : ''}`;
}

/**
 * A line of the launcher's own in the same form.
 * @param {string} level
 * @param {string} message
 * @param {string} [app]
 */
export function launcherLine(level, message, app = 'launcher') {
  return `${prefix(app, level, new Date())}${printable(message)}`;
}

/**
 * @param {string} app
 * @param {string} level
 * @param {Date} at
 */
function prefix(app, level, at) {
  const two = (/** @type {number} */ n) => String(n).padStart(2, '0');
  const time = `${two(at.getHours())}:${two(at.getMinutes())}:${two(at.getSeconds())}`;
  return `${time} ${app.padEnd(11)} ${level.padEnd(5)} `;
}

/**
 * @param {string} line
 * @returns {Record<string, unknown> | undefined}
 */
function parseRecord(line) {
  if (!line.startsWith('{')) return undefined;
  try {
    const record = JSON.parse(line);
    return typeof record === 'object' && record !== null && 'level' in record ? record : undefined;
  } catch {
    return undefined;
  }
}

/**
 * @param {unknown} value
 * @returns {string}
 */
function show(value) {
  if (typeof value === 'string') return /^[^\s"=]+$/.test(value) ? value : JSON.stringify(value);
  return JSON.stringify(value) ?? String(value);
}

/**
 * @param {unknown} err as pino's serializer writes an Error
 * @returns {{ message?: string, stack?: string }}
 */
function errorOf(err) {
  if (typeof err !== 'object' || err === null) return {};
  const { message, stack } = /** @type {{ message?: unknown, stack?: unknown }} */ (err);
  return {
    ...(typeof message === 'string' ? { message } : {}),
    ...(typeof stack === 'string' ? { stack } : {}),
  };
}

/**
 * What a mail server said may be in a message; it must not steer the terminal.
 * @param {string} text
 */
function printable(text) {
  return text.replaceAll(/[\u0000-\u0008\u000A-\u001F\u007F-\u009F]/g, (character) => {
    return `\\x${character.charCodeAt(0).toString(16).padStart(2, '0')}`;
  });
}
