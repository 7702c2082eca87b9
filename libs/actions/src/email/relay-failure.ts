import { reasonOf, withoutSecrets } from '../outcomes.js';
import { hostAndPort } from '../resolve-host.js';
import type { RelaySettings } from './email-settings.js';

/** Why a relay did not take a message. */
export interface RelayFailure {
  /** Names the relay and its reply. Without secrets. */
  readonly error: string;
  /** The reply alone, if there was one. */
  readonly reply: string | null;
  /** True: the relay will answer the same to the same. */
  readonly permanent: boolean;
  /** True: the fault is the message's or its recipients', not the relay's, and no other relay would take it. */
  readonly final: boolean;
}

/** The fields of nodemailer's errors that are used here. */
interface SmtpError {
  readonly code?: string;
  /** Node's own, such as ECONNREFUSED or CERT_HAS_EXPIRED. */
  readonly originalCode?: string;
  readonly command?: string;
  readonly response?: string;
  readonly responseCode?: number;
  readonly rejectedErrors?: readonly SmtpError[];
}

/** What is to be told of an error of `sendThrough`, and what follows from it. */
export function relayFailure(relay: RelaySettings, thrown: unknown): RelayFailure {
  const smtp = (thrown instanceof Error ? thrown : {}) as SmtpError;
  const { response = null } = smtp;
  const secrets = relay.password === null ? [] : secretsOf(relay.user ?? '', relay.password);
  const clean = (text: string): string => withoutSecrets(text, secrets);
  const permanent = isPermanent(smtp);
  return {
    error: clean(`relay ${hostAndPort(relay.host, relay.port)}: ${describe(thrown, smtp)}`),
    reply: response === null ? null : clean(response),
    permanent,
    final: permanent && concernsMessage(smtp),
  };
}

/** The password and, as they go over the line, the answers of AUTH PLAIN (RFC 4616) and LOGIN. */
function secretsOf(user: string, password: string): string[] {
  return [`\0${user}\0${password}`, password];
}

const STAGES: Readonly<Record<string, string>> = {
  CONN: 'the connection failed',
  EHLO: 'it did not answer EHLO as it should',
  STARTTLS: 'no TLS came about',
  'MAIL FROM': 'it refused the sender',
  'RCPT TO': 'it refused every recipient',
  DATA: 'it refused the message',
};

/** Codes of Node and of OpenSSL's verification. */
const TLS_ERROR = /CERT|SSL|TLS|UNABLE_TO/;

function describe(thrown: unknown, { code, originalCode = '', command = '', response }: SmtpError): string {
  if (code === 'EAUTH') return `the login failed: ${response ?? reasonOf(thrown)}`;
  const stage = TLS_ERROR.test(originalCode) ? STAGES['STARTTLS'] : STAGES[command];
  return stage === undefined ? reasonOf(thrown) : `${stage}: ${response ?? reasonOf(thrown)}`;
}

/** A reply of 5xx (RFC 5321 §4.2.1); among the replies to several recipients, no other. */
function isPermanent({ responseCode = 0, rejectedErrors = [] }: SmtpError): boolean {
  return responseCode >= 500 && rejectedErrors.every((refusal) => (refusal.responseCode ?? 0) >= 500);
}

/**
 * Whether a permanent refusal speaks of the message (the reply to its end) or of its recipients, and not of what this relay
 * permits. A refusal of policy (RFC 3463 §3.8: 5.7.x, such as "relay access denied"), and one of the sender, is such a
 * permission: another relay may have other rules.
 */
function concernsMessage({ command, response = '', rejectedErrors = [] }: SmtpError): boolean {
  if (command === 'DATA') return true;
  if (command !== 'RCPT TO') return false;
  const replies = rejectedErrors.length === 0 ? [response] : rejectedErrors.map((refusal) => refusal.response ?? '');
  return replies.every((reply) => !/^5\d\d[ -]5\.7\./.test(reply));
}
