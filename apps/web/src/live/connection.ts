/** How this page learns what changes. */
export type ConnectionStatus =
  /** The stream is being opened, or opened again after a moment. */
  | 'connecting'
  /** Changes come by the stream. */
  | 'live'
  /** The controller answers, but gives no stream: it has to be asked. */
  | 'polling'
  /** It does not answer. */
  | 'down'
  /** The page has been hidden for a while: the stream is left to others. */
  | 'paused';

export interface Connection {
  readonly status: ConnectionStatus;
  /** While it is down: when something was heard last, in milliseconds since 1970, and why, where that is known. */
  readonly outage: { readonly sinceMs: number; readonly reason: string | null } | null;
}

/** What a question whether the controller is there brought. */
export type Probe =
  | { readonly outcome: 'open' | 'ended' }
  /** @param reason what the controller, which does answer, says; null when nothing came */
  | { readonly outcome: 'away'; readonly reason: string | null };

/** An open stream. */
export interface Source {
  close(): void;
}

export interface ConnectionPorts {
  /** Opens the stream. @param lastEventId of the last frame that was read; null: from now on */
  open(lastEventId: string | null, on: SourceListener): Source;
  /** Asks the controller who is logged in. Never fails. */
  probe(): Promise<Probe>;
  /** A frame came. */
  onFrame(data: string): void;
  /** It answers again after an outage: what is shown may be old, whatever the stream says. */
  onReturn(): void;
  /** The controller no longer knows the session. */
  onSessionEnded(): void;
  nowMs(): number;
}

export interface SourceListener {
  readonly onFrame: (data: string, id: string) => void;
  /** It broke or was refused; it is not tried again by itself. */
  readonly onBroken: () => void;
}

/** Twice what the controller promises, and a little. */
const SILENCE_MS = 25_000;
/** A controller that restarts at once is no outage. */
const TOLERATED_MS = 2000;
const PROBE_PAUSE_MS = 1000;
const HIDDEN_PROBE_PAUSE_MS = 15_000;
const LONGEST_REOPEN_PAUSE_MS = 30_000;
/** So often the stream must fail in a row, though the controller answers, before the page goes over to asking. */
const TRIES_BEFORE_POLLING = 2;
/** A hidden page keeps its stream for so long. Browsers open few connections to one server: others are to have them. */
const PAUSE_AFTER_MS = 20_000;

const CONNECTING: Connection = { status: 'connecting', outage: null };

/**
 * Keeps a stream open while the page is seen, and knows whether the controller is there.
 *
 * When the stream breaks the controller is asked at once whether it is there. While it is not, it is asked again every second; when
 * it is, the stream is opened again where it broke off.
 */
export class StreamConnection {
  private connection = CONNECTING;
  private readonly listeners = new Set<() => void>();
  private source: Source | null = null;
  private lastEventId: string | null = null;
  private heardAtMs = 0;
  private awaySinceMs: number | null = null;
  private brokenInARow = 0;
  private isRunning = false;
  private isVisible = true;
  private probing = 0;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private pauseTimer: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly ports: ConnectionPorts) {}

  readonly get = (): Connection => this.connection;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => void this.listeners.delete(listener);
  };

  /** @param isVisible whether the page is seen */
  start(isVisible: boolean): void {
    this.isRunning = true;
    this.isVisible = isVisible;
    this.lastEventId = null;
    this.heardAtMs = this.ports.nowMs();
    this.brokenInARow = 0;
    this.awaySinceMs = null;
    this.set(CONNECTING);
    if (isVisible) this.open();
    else this.pause();
  }

  stop(): void {
    this.isRunning = false;
    this.closeSource();
    clearTimeout(this.pauseTimer);
    this.set(CONNECTING);
  }

  setVisible(isVisible: boolean): void {
    this.isVisible = isVisible;
    clearTimeout(this.pauseTimer);
    if (!this.isRunning) return;
    if (!isVisible) this.pauseTimer = setTimeout(() => this.pauseUnlessDown(), PAUSE_AFTER_MS);
    else if (this.connection.status === 'paused') this.open();
    else if (this.connection.status === 'down') void this.probe();
  }

  /** A request got no answer: is the controller there? */
  doubt(): void {
    const isKnown = this.awaySinceMs !== null || this.connection.status === 'down';
    if (this.isRunning && !isKnown) void this.probe();
  }

  private open(): void {
    this.closeSource();
    if (this.connection.status === 'paused') this.set(CONNECTING);
    const source = this.ports.open(this.lastEventId, {
      onFrame: (data, id) => {
        if (this.source === source) this.heard(data, id);
      },
      onBroken: () => {
        if (this.source === source) this.broke();
      },
    });
    this.source = source;
    this.expectFrame();
  }

  private heard(data: string, id: string): void {
    this.lastEventId = id;
    this.brokenInARow = 0;
    this.answered();
    this.set({ status: 'live', outage: null });
    this.expectFrame();
    this.ports.onFrame(data);
  }

  private expectFrame(): void {
    this.after(SILENCE_MS, () => this.broke());
  }

  private broke(): void {
    this.closeSource();
    this.brokenInARow += 1;
    void this.probe();
  }

  private async probe(): Promise<void> {
    const turn = (this.probing += 1);
    const probe = await this.ports.probe();
    // Another one was begun since, or nobody wants to know any more.
    if (turn !== this.probing || !this.isRunning) return;
    if (probe.outcome === 'ended') this.ports.onSessionEnded();
    else if (probe.outcome === 'away') this.isAway(probe.reason);
    else this.isThere();
  }

  private isAway(reason: string | null): void {
    this.closeSource();
    const nowMs = this.ports.nowMs();
    this.awaySinceMs ??= nowMs;
    if (nowMs - this.awaySinceMs >= TOLERATED_MS) {
      this.set({ status: 'down', outage: { sinceMs: this.heardAtMs, reason } });
    }
    this.after(this.isVisible ? PROBE_PAUSE_MS : HIDDEN_PROBE_PAUSE_MS, () => void this.probe());
  }

  private isThere(): void {
    const wasAway = this.awaySinceMs !== null;
    this.answered();
    if (this.source !== null) return;
    if (!this.isVisible) {
      this.pause();
      return;
    }
    if (wasAway) this.brokenInARow = 0;
    this.set({ status: this.brokenInARow >= TRIES_BEFORE_POLLING ? 'polling' : 'connecting', outage: null });
    if (this.brokenInARow === 0) this.open();
    else this.after(reopenPauseMs(this.brokenInARow), () => this.open());
  }

  private answered(): void {
    const wasDown = this.connection.status === 'down';
    this.heardAtMs = this.ports.nowMs();
    this.awaySinceMs = null;
    if (wasDown) this.ports.onReturn();
  }

  private pauseUnlessDown(): void {
    if (this.connection.status !== 'down' && this.awaySinceMs === null) this.pause();
  }

  private pause(): void {
    this.closeSource();
    this.set({ status: 'paused', outage: null });
  }

  private closeSource(): void {
    clearTimeout(this.timer);
    this.source?.close();
    this.source = null;
  }

  /** One thing is waited for at a time. */
  private after(ms: number, then: () => void): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(then, ms);
  }

  private set(connection: Connection): void {
    const { status, outage } = this.connection;
    if (status === connection.status && outage?.reason === connection.outage?.reason) return;
    this.connection = connection;
    for (const listener of this.listeners) listener();
  }
}

/** Grows, and differs from page to page, so that not all come back in the same moment. */
function reopenPauseMs(brokenInARow: number): number {
  return Math.min(500 * 2 ** brokenInARow, LONGEST_REOPEN_PAUSE_MS) * (0.75 + Math.random() / 2);
}
