import { setTimeout as sleep } from 'node:timers/promises';
import type { CertificateKind } from '@twotwenty/testing/certificates';
import type { Peer, PeerTls } from '@twotwenty/testing/scripted-peer';
import { certificateOf } from './certificates.js';

/** A step of a server: text to send, or something to do. One that gives false ends the script. */
export type Step = string | Action;
export type Action = (peer: Peer) => unknown;

/** The name that the probe says EHLO with throughout. */
export const EHLO_NAME = 'probe.example.net';
export const EHLO_LINE = `EHLO ${EHLO_NAME}\r\n`;
export const HELO_LINE = `HELO ${EHLO_NAME}\r\n`;
export const STARTTLS_LINE = 'STARTTLS\r\n';
export const QUIT_LINE = 'QUIT\r\n';

/** Waits for the probe to say something; the script ends if it leaves instead. */
export function hear(text: string): Step {
  return (peer) => peer.heard(text);
}

export const EHLO = hear(EHLO_LINE);
export const HELO = hear(HELO_LINE);
export const STARTTLS = hear(STARTTLS_LINE);
export const QUIT = hear(QUIT_LINE);

/** Ends the server's side with a FIN (inside TLS with a close_notify first) and still listens. */
export const HALF_CLOSE: Action = (peer) => peer.close();
/** Closes the socket at once. */
export const CLOSE: Action = (peer) => peer.destroy();
/** Ends the TCP connection under TLS with a FIN. */
export const CUT: Action = (peer) => peer.cut();
export const RESET: Action = (peer) => peer.reset();
/** A reset that does not come together with what was sent before: that would look like a FIN to any program. */
export const RESET_LATER: Action = async (peer) => {
  await sleep(30);
  peer.reset();
};
export const LEFT: Action = (peer) => peer.left();

/** How a server takes part in the handshake. */
export interface TlsOptions extends Omit<PeerTls, 'key' | 'cert'> {
  readonly certificate?: CertificateKind;
}

/** Does the handshake; the script ends if it fails. */
export function tls({ certificate = 'valid', ...options }: TlsOptions = {}): Step {
  return async (peer) => {
    const { chain, key } = await certificateOf(certificate);
    return peer.startTls({ cert: chain, key, ...options });
  };
}

/** Lets some time pass. */
export function pause(ms: number): Step {
  return () => sleep(ms);
}

/** Lets the probe see that it is connected, before a reset that would overtake that. */
export const SETTLED = pause(30);

/** Sends a text an octet at a time, each in a segment of its own. */
export function dribble(text: string): Step {
  return (peer) => peer.dribble(text);
}

/** Sends a text over and over, until the probe leaves; `everyMs` apart. */
export function forever(text: string, everyMs = 0): Step {
  return async (peer) => {
    while (peer.end === null) {
      await peer.send(text);
      await sleep(everyMs);
    }
  };
}

/** The usual end of a session. */
export const FAREWELL: readonly Step[] = [QUIT, '221 2.0.0 bye\r\n', HALF_CLOSE];

/** A session that ends as usual, after a greeting. */
export function greets(...greeting: Step[]): readonly Step[] {
  return [...greeting, ...FAREWELL];
}

/** Takes the steps one after the other, then waits for the probe to leave and closes too. */
export async function perform(steps: readonly Step[], peer: Peer): Promise<void> {
  for (const step of steps) {
    const outcome = typeof step === 'string' ? await peer.send(step) : await step(peer);
    if (outcome === false) break;
  }
  await peer.left();
  peer.close();
}
