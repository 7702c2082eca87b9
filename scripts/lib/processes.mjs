import { codeOf } from './errors.mjs';

/**
 * @param {number} pid
 * @returns {boolean} whether there is a process of that id
 */
export function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // It lives, but belongs to somebody else.
    return codeOf(error) === 'EPERM';
  }
}
