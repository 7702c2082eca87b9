import { hostname } from 'node:os';
import type { syslogSettings } from '@twotwenty/contracts/actions/syslog';
import type { plainSecretSchema } from '@twotwenty/contracts/secret';
import type { z } from 'zod';
import { toneOf } from '@twotwenty/domain/alerting/notice-kinds';
import type { Channel, Notice } from '../channel.js';
import { delivered, notDelivered, OUT_OF_TIME, reasonOf } from '../outcomes.js';
import { hostAndPort } from '../resolve-host.js';
import { sendDatagram } from './send-datagram.js';
import { sendStream } from './send-stream.js';
import { framed, headerName, syslogMessage } from './syslog-message.js';

export type SyslogSettings = z.output<ReturnType<typeof syslogSettings<typeof plainSecretSchema>>>;

/** RFC 5426 §3.3, RFC 6587 has none of its own but syslog's, RFC 5425 §4.1. */
const DEFAULT_PORTS = { udp: 514, tcp: 514, tls: 6514 } as const;
/** RFC 5426 §3.2; and what rsyslog takes by default. */
const DEFAULT_MAX_BYTES = { udp: 2048, tcp: 8192, tls: 8192 } as const;

/** Sends notices to a collector of syslog messages. */
export function createSyslogChannel(): Channel<SyslogSettings> {
  return {
    async deliver(notice, settings, { signal }) {
      const { host, transport } = settings;
      const port = settings.port ?? DEFAULT_PORTS[transport];
      const where = `${hostAndPort(host, port)} (${transport})`;
      try {
        await send(messageOf(notice, settings), port, settings, signal);
        return delivered(
          transport === 'udp' ? `sent to ${where}; UDP tells nobody whether it arrived` : `taken by ${where}`,
        );
      } catch (error) {
        const reason = signal.aborted ? OUT_OF_TIME : reasonOf(error);
        return notDelivered(`the syslog collector ${where} did not take the message: ${reason}`, true);
      }
    },
  };
}

function messageOf(notice: Notice, settings: SyslogSettings): Buffer {
  const { failureSeverity, recoverySeverity } = settings;
  const severities = { failure: failureSeverity, recovery: recoverySeverity, test: 'informational' } as const;
  const origin = {
    facility: settings.facility,
    severity: severities[toneOf(notice.kind)],
    hostname: settings.hostname ?? headerName(hostname()),
    appName: settings.appName,
    processId: process.pid,
    structuredDataId: settings.structuredDataId,
  };
  return syslogMessage(notice, origin, settings.maxBytes ?? DEFAULT_MAX_BYTES[settings.transport]);
}

async function send(message: Buffer, port: number, settings: SyslogSettings, signal: AbortSignal): Promise<void> {
  const { host, transport, framing } = settings;
  if (transport === 'udp') return sendDatagram(message, host, port, signal);
  const tls = transport === 'tls' ? settings : null;
  return sendStream(framed(message, framing), { host, port, tls }, signal);
}
