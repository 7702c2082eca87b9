/**
 * @typedef {readonly [number, number, number]} Version
 */

/**
 * @param {string} text such as `v22.13.0`
 * @returns {Version}
 */
function parseVersion(text) {
  const [major = 0, minor = 0, patch = 0] = text.replace(/^v/, '').split('.').map(Number);
  return [major, minor, patch];
}

/**
 * @param {Version} a
 * @param {Version} b
 */
function isAtLeast(a, b) {
  for (let i = 0; i < 3; i += 1) {
    const difference = (a[i] ?? 0) - (b[i] ?? 0);
    if (difference !== 0) return difference > 0;
  }
  return true;
}

/**
 * Understands the forms our package.json uses: `^20.19.0 || >=24.11.0`. (semver itself is not installed yet.)
 * @param {string} version
 * @param {string} range
 */
export function satisfies(version, range) {
  const actual = parseVersion(version);
  return range.split('||').some((part) => {
    const match = /^(\^|>=)(\d+\.\d+\.\d+)$/.exec(part.trim());
    if (!match) throw new Error(`package.json: engines.node has a form this script does not know: ${part}`);
    const least = parseVersion(match[2] ?? '');
    return isAtLeast(actual, least) && (match[1] === '>=' || actual[0] === least[0]);
  });
}
