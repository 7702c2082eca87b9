import { cutText } from '@twotwenty/domain/cut-text';
import type { TranscriptLine } from '@twotwenty/domain/probe';
import type { Watch } from './watch.js';

const MAX_TEXT = 4096;
/** The server may not use up what our commands and the remarks on how it ended need. */
const MAX_SERVER_TEXT = 3072;

/** The record of a session: 4 KiB of text at most, everything in it escaped. */
export class Transcript {
  readonly lines: TranscriptLine[] = [];
  private length = 0;
  private isCut = false;

  constructor(private readonly watch: Watch) {}

  /** Adds a line. What exceeds the limit is cut, and a remark tells so once. */
  add(direction: TranscriptLine['direction'], text: string): void {
    const room = (direction === '<' ? MAX_SERVER_TEXT : MAX_TEXT) - this.length;
    if (text.length <= room) {
      this.length += text.length;
      this.lines.push({ atMs: this.watch.nowMs(), direction, text });
      return;
    }
    if (room > 0) {
      this.length += room;
      this.lines.push({ atMs: this.watch.nowMs(), direction, text: cutText(text, room) });
    }
    if (this.isCut) return;
    this.isCut = true;
    this.add('*', 'the rest of what the server sent is cut from this transcript');
  }
}
