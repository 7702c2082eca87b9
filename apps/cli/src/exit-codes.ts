/** What the process of the command line ends with. */
export const EXIT = {
  passed: 0,
  failed: 2,
  /** Wrong usage or settings, or the program itself could not work: nothing is known. */
  unknown: 3,
} as const;
