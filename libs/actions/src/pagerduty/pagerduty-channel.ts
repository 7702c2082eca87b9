import type { PagerdutySettings } from '@twotwenty/contracts/actions/pagerduty';
import type { Channel, DeliveryContext, DeliveryOutcome } from '../channel.js';
import { below } from '../http/base-url.js';
import { deliverEach } from '../http/deliver-each.js';
import { deliver, jsonRequest } from '../http/delivery.js';
import type { HttpAnswer, HttpClient } from '../http/http-client.js';
import { readJson, valueAt } from '../http/read-json.js';
import { type PagerdutyEvent, pagerdutyEvents } from './pagerduty-events.js';

/** Opens and resolves incidents in PagerDuty by its Events API v2. A repetition changes nothing there. */
export function createPagerdutyChannel(http: HttpClient): Channel<PagerdutySettings> {
  const send = (event: PagerdutyEvent, settings: PagerdutySettings, { signal }: DeliveryContext) => {
    const { routingKey, server } = settings;
    const request = jsonRequest('POST', below(server, '/v2/enqueue'), { routing_key: routingKey, ...event });
    return deliver(http, request, { name: 'PagerDuty', secrets: [routingKey], explain }, signal);
  };
  return {
    deliver: (notice, settings, context): Promise<DeliveryOutcome> => {
      const events = pagerdutyEvents(notice, settings.severity);
      return deliverEach(
        events.map((event, index) => ({
          name: `Event ${index + 1} of ${events.length}`,
          deliver: () => send(event, settings, context),
        })),
      );
    },
  };
}

function explain({ status, body }: HttpAnswer): string | null {
  if (status !== 400) return null;
  const errors = valueAt(readJson(body), 'errors');
  const listed = Array.isArray(errors) ? errors.filter((each) => typeof each === 'string') : [];
  return listed.length === 0 ? null : `${listed.join('; ')}. Check the integration key in the settings`;
}
