/* A container's health check: prints what the URL answers, and exits with 0 when that is a success within the limit. */

const LIMIT_MS = 8000;

const [url] = process.argv.slice(2);
if (url === undefined) throw new Error('usage: check-http.mjs <url>');
try {
  const response = await fetch(url, { signal: AbortSignal.timeout(LIMIT_MS) });
  process.stdout.write(`${await response.text()}\n`);
  if (!response.ok) throw new Error(`answered ${response.status}`);
} catch (error) {
  process.stderr.write(`${url}: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
}
