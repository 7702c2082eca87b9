/** The largest request body of the API. */
export const MAX_BODY_BYTES = 1024 * 1024;

/** Probes in one job: enough to make the queue's cost per probe small, few enough to share a site's load evenly. */
export const MAX_PROBES_PER_JOB = 200;

/** Results in one message of the results queue. */
export const MAX_RESULTS_PER_MESSAGE = 1000;

/** Deliveries in one job of the queue `actions`; all of one action. */
export const MAX_DELIVERIES_PER_JOB = 8;

/** A page of a list. */
export const MAX_PAGE_SIZE = 500;
export const DEFAULT_PAGE_SIZE = 100;

/** Things that are named by their ids in the address of a request: more would not pass every proxy. */
export const MAX_IDS_IN_ADDRESS = 200;

/** Monitors that are named by their ids in one request. */
export const MAX_NAMED_MONITORS = 500;

/** Monitors that one bulk action may change when it takes all that match a filter. */
export const MAX_BULK_MONITORS = 10_000;
