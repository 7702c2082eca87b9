import type { SmsSettings } from '@twotwenty/contracts/actions/sms';
import type { Channel } from '../channel.js';
import { deliverEach } from '../http/deliver-each.js';
import { deliver, type Receiver } from '../http/delivery.js';
import type { HttpClient } from '../http/http-client.js';
import { secretsOfHeader } from '../http/redact.js';
import { smsRequests } from './sms-request.js';

/** Sends notices as SMS by a gateway that takes requests by HTTP. */
export function createSmsChannel(http: HttpClient): Channel<SmsSettings> {
  return {
    deliver: (notice, settings, { signal }) => {
      const requests = smsRequests(notice, settings);
      const receiver = receiverOf(settings);
      return deliverEach(
        requests.map((request, index) => ({
          name: `Recipient ${index + 1} of ${requests.length}`,
          deliver: () => deliver(http, request, receiver, signal),
        })),
      );
    },
  };
}

function receiverOf({ headers, parameters, expectedAnswer }: SmsSettings): Receiver {
  return {
    name: 'The SMS gateway',
    secrets: [...headers.flatMap(({ value }) => secretsOfHeader(value)), ...parameters.map(({ value }) => value)],
    objectTo: ({ body }) =>
      expectedAnswer === null || body.includes(expectedAnswer)
        ? null
        : `answered without "${expectedAnswer}", which the settings expect of a success`,
  };
}
