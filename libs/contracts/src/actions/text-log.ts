import { z } from 'zod';

const KIB = 1024;
const SMALLEST_FILE_BYTES = 64 * KIB;
const LARGEST_FILE_BYTES = 1024 * KIB * KIB;

/** `line`: time, kind, id, subject and text for people. `json`: an object with all facts for programs. */
export const TEXT_LOG_FORMATS = ['line', 'json'] as const;

/** A file in the folder of logs. */
export function textLogSettings<S extends z.ZodType>(_secret: S) {
  const sizes = `must be ${SMALLEST_FILE_BYTES} to ${LARGEST_FILE_BYTES} bytes`;
  return z.strictObject({
    file: z
      .string()
      .regex(
        /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/,
        'must be the name of a file without its folder: 1 to 64 of A-Z, a-z, 0-9, . _ and -, not beginning with . _ or -',
      ),
    format: z.enum(TEXT_LOG_FORMATS).default('line'),
    /** A file that would grow beyond it is put aside under a name with the time. */
    maxBytes: z
      .int()
      .min(SMALLEST_FILE_BYTES, sizes)
      .max(LARGEST_FILE_BYTES, sizes)
      .default(10 * KIB * KIB),
    /** How many files that were put aside are kept. */
    keepFiles: z.int().min(1, 'must be 1 to 100').max(100, 'must be 1 to 100').default(5),
  });
}
