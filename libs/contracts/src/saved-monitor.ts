import { z } from 'zod';
import { warningsSchema } from './alert.js';
import { monitorSchema } from './monitor.js';

/** What a write is answered with: the monitor, and what its writer should know, as that nobody is told of it. */
export const savedMonitorSchema = z.strictObject({ ...monitorSchema.shape, ...warningsSchema.shape });
export type SavedMonitor = z.infer<typeof savedMonitorSchema>;
