import { BAD_NEWS, GOOD_NEWS, type NoticeKind } from '@twotwenty/domain/alerting/notice-kinds';

/** Kinds as the list of an IN. They are constants of ours, never input. */
const listed = (kinds: readonly NoticeKind[]): string => kinds.map((kind) => `'${kind}'`).join(', ');

/** Of bad news, and of what takes it back: an incident has one kind of each, so it needs not be said which. */
export const BAD_NEWS_KINDS = listed(BAD_NEWS);
export const GOOD_NEWS_KINDS = listed(GOOD_NEWS);
