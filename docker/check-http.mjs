/* A container's health check: exits with 0 when the URL answers with a success within the limit. */

const LIMIT_MS = 4000;

const [url] = process.argv.slice(2);
if (url === undefined) throw new Error('usage: check-http.mjs <url>');
try {
  const { ok, status } = await fetch(url, { signal: AbortSignal.timeout(LIMIT_MS) });
  if (!ok) throw new Error(`answered ${status}`);
} catch (error) {
  process.stderr.write(`${url}: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
}
