import { Catch, HttpException, Inject, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import { MAX_BODY_BYTES } from '@twotwenty/contracts/limits';
import { sqlState, StorageError, type StorageErrorCode } from '@twotwenty/database/repositories/storage-error';
import type { Logger } from '@twotwenty/observability/logger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { LOGGER } from '../dependencies.js';
import { PROBLEM_TYPE, ProblemError, problemDocument } from './problem.js';

const STATUS_OF_STORAGE_ERROR: Record<StorageErrorCode, number> = {
  'not-found': 404,
  'already-exists': 409,
  'in-use': 409,
  held: 409,
  'not-failed': 409,
  'not-waiting': 409,
  'too-many': 429,
  'version-mismatch': 412,
  'unknown-reference': 422,
  invalid: 422,
};

/** What Fastify refuses before a handler is reached, in our words. Nest passes on the status alone. */
const REFUSALS: Record<number, string> = {
  413: `The body is larger than ${MAX_BODY_BYTES} bytes.`,
  415: 'The body must be sent as application/json.',
};

// Connection exceptions, an administrator's shutdown, too many connections; and the system's own codes.
const DATABASE_AWAY = /^(08|57P|53300|ECONN|ETIMEDOUT|EPIPE|ENOTFOUND|EHOSTUNREACH)/;

/** Turns every error into a problem document. The only place where errors become statuses. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  constructor(@Inject(LOGGER) private readonly logger: Logger) {}

  catch(error: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    const request = http.getRequest<FastifyRequest>();
    this.send(error, request, http.getResponse<FastifyReply>());
  }

  /** Sends the problem an error is to a client; logs it where the fault is ours. */
  send(error: unknown, request: FastifyRequest, reply: FastifyReply): void {
    const problem = toProblem(error, request);
    if (problem.status >= 500) {
      this.logger.error({ err: error, method: request.method, path: request.url.split('?')[0] }, 'a request failed');
    }
    void reply
      .status(problem.status)
      .headers(problem.headers)
      .type(PROBLEM_TYPE)
      // A string: Fastify's serialiser then leaves it alone, also where it reports an error of the router.
      .send(JSON.stringify(problemDocument(problem.status, problem.detail, problem.errors)));
  }
}

function toProblem(error: unknown, request: FastifyRequest): ProblemError {
  if (error instanceof ProblemError) return error;
  if (error instanceof StorageError)
    return new ProblemError(STATUS_OF_STORAGE_ERROR[error.code], error.message, error.problems);
  const status = statusOf(error);
  if (status === 404)
    return new ProblemError(404, `There is nothing at ${request.method} ${request.url.split('?')[0]}.`);
  if (status < 500 && error instanceof Error) return new ProblemError(status, REFUSALS[status] ?? error.message);
  if (DATABASE_AWAY.test(sqlState(error) ?? '') || isPoolTimeout(error)) {
    return new ProblemError(503, 'The database can not be reached just now.', [], { 'retry-after': '5' });
  }
  return new ProblemError(500, 'Something went wrong here; the log says what.');
}

function statusOf(error: unknown): number {
  if (error instanceof HttpException) return error.getStatus();
  const status = error instanceof Error && 'statusCode' in error ? error.statusCode : undefined;
  return typeof status === 'number' && status >= 400 ? status : 500;
}

/** pg-pool says so with words alone. */
function isPoolTimeout(error: unknown): boolean {
  return error instanceof Error && /timeout exceeded when trying to connect|Connection terminated/.test(error.message);
}
