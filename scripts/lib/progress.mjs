/**
 * What the launcher says: a line for each step, `✓ Building (1.2 s)`, and the lines of its processes in between.
 * On a terminal the step that is under way stands in the last line; elsewhere it is announced only if it takes long.
 */
export class Progress {
  #out;
  /** @type {string | undefined} */
  #current;

  /** @param {NodeJS.WriteStream} [out] */
  constructor(out = process.stdout) {
    this.#out = out;
    // A terminal that was closed must not end the launcher before it has stopped its processes.
    out.on('error', () => undefined);
  }

  /** @param {string} line */
  print(line) {
    this.#write(`${this.#clear()}${line}\n${this.#pending()}`);
  }

  /**
   * @template T
   * @param {string} name
   * @param {() => T | Promise<T>} work
   * @returns {Promise<T>}
   */
  async step(name, work) {
    const began = performance.now();
    this.#current = name;
    this.#write(this.#pending());
    const announcement = setTimeout(() => this.#announce(name), 3000);
    try {
      const result = await work();
      this.#end(`✓ ${name} (${seconds(began)})`);
      return result;
    } catch (error) {
      this.#end(`✗ ${name} (${seconds(began)})`);
      throw error;
    } finally {
      clearTimeout(announcement);
    }
  }

  /** @param {string} line */
  #end(line) {
    const clear = this.#clear();
    this.#current = undefined;
    this.#write(`${clear}${line}\n`);
  }

  /** @param {string} name */
  #announce(name) {
    if (!this.#out.isTTY) this.#write(`… ${name}\n`);
  }

  #clear() {
    return this.#out.isTTY && this.#current !== undefined ? '\r\u001B[K' : '';
  }

  #pending() {
    return this.#out.isTTY && this.#current !== undefined ? `… ${this.#current}` : '';
  }

  /** @param {string} text */
  #write(text) {
    if (text !== '') this.#out.write(text);
  }
}

/** @param {number} began by performance.now() */
function seconds(began) {
  return `${((performance.now() - began) / 1000).toFixed(1)} s`;
}

/**
 * A box that people see among log lines.
 * @param {readonly string[]} lines
 */
export function box(lines) {
  const width = Math.max(...lines.map((line) => line.length));
  const edge = '─'.repeat(width + 4);
  return [`┌${edge}┐`, ...lines.map((line) => `│  ${line.padEnd(width)}  │`), `└${edge}┘`].join('\n');
}
