import type { AuditEntry } from '@twotwenty/contracts/audit';
import type { Page } from '@twotwenty/contracts/http';
import type { TestApi } from './api.js';

/** What is written down about all things of a type, or about one of them, newest first. */
export async function auditOf(
  api: TestApi,
  subjectType: AuditEntry['subjectType'],
  subjectId?: string,
): Promise<AuditEntry[]> {
  const one = subjectId === undefined ? '' : `&subjectId=${subjectId}`;
  return (await api.call<Page<AuditEntry>>('GET', `/api/v1/audit?subjectType=${subjectType}${one}`)).body.items;
}
