/** What the process of the command line ends with. */
export const EXIT = {
  passed: 0,
  failed: 2,
  /** Wrong usage, or the probe itself could not work: nothing is known about the server. */
  unknown: 3,
} as const;
