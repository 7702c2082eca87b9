/** What the process of the command line ends with: the codes of a monitoring plugin. */
export const EXIT = {
  passed: 0,
  /**
   * Passed, but the certificate expires soon or is outside of its dates. With `--format nagios` alone: to a script, a probe
   * that passed has passed.
   */
  warning: 1,
  /** Done, but for some that need somebody's hand. */
  incomplete: 1,
  failed: 2,
  /** Wrong usage or settings, or the program itself could not work: nothing is known. */
  unknown: 3,
} as const;
