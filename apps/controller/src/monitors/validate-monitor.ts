import { Injectable } from '@nestjs/common';
import {
  monitorInputSchema,
  monitorPatchSchema,
  type MonitorInput,
  type MonitorPatch,
} from '@twotwenty/contracts/monitor';
import { RECOVERY_METHODS } from '@twotwenty/contracts/recovery';
import { idSchema, siteNameSchema } from '@twotwenty/contracts/scalars';
import { MonitorRepository } from '@twotwenty/database/repositories/monitor.repository';
import { z } from 'zod';
import { fieldErrors } from '../http/field-errors.js';
import { invalidFields } from '../http/problem.js';

/** What a body that is otherwise wrong still names. Whatever can't be looked up is left out: the schema speaks of it. */
const lenientReferences = z
  .object({
    deviceId: idSchema.nullable().catch(null),
    sites: z.array(z.unknown()).catch([]),
    confirmFrom: siteNameSchema.nullable().catch(null),
    dependsOn: z.array(z.unknown()).catch([]),
    recovery: z
      .object({
        credentialId: idSchema.nullable().catch(null),
        method: z.enum(RECOVERY_METHODS).nullable().catch(null),
      })
      .nullable()
      .catch(null),
  })
  .catch({ deviceId: null, sites: [], confirmFrom: null, dependsOn: [], recovery: null });

/** Checks what clients write about monitors, so that one answer names every field that is wrong. */
@Injectable()
export class MonitorValidation {
  constructor(private readonly monitors: MonitorRepository) {}

  /** @throws ProblemError that names the fields that are malformed and those that name nothing */
  async input(body: unknown): Promise<MonitorInput> {
    const parsed = monitorInputSchema.safeParse(body);
    return parsed.success ? parsed.data : this.refuse(body, parsed.error);
  }

  /** @throws ProblemError that names the fields that are malformed and those that name nothing */
  async patch(body: unknown): Promise<MonitorPatch> {
    const parsed = monitorPatchSchema.safeParse(body);
    return parsed.success ? parsed.data : this.refuse(body, parsed.error);
  }

  private async refuse(body: unknown, error: z.ZodError): Promise<never> {
    const malformed = fieldErrors(error.issues);
    const { deviceId, sites, confirmFrom, dependsOn, recovery } = lenientReferences.parse(body);
    const credentialId = recovery?.credentialId ?? null;
    const unknown = await this.monitors.referenceProblems({
      deviceId,
      // Keeps the places: a name that is none is not looked up, and its place is the schema's to complain about.
      sites: sites.map((site) => siteNameSchema.safeParse(site).data ?? ''),
      confirmFrom,
      credential: credentialId === null ? null : { id: credentialId, method: recovery?.method ?? null },
      dependsOn: dependsOn.map((id) => idSchema.safeParse(id).data ?? ''),
    });
    const named = new Set(malformed.map((problem) => problem.field));
    throw invalidFields([...malformed, ...unknown.filter((problem) => !named.has(problem.field))]);
  }
}
