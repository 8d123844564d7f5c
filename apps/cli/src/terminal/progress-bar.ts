import { bar } from './bar';
import { formatCount, formatDuration, formatShare } from './format';
import { cut, textWidth } from './table';

export interface BarState {
  readonly done: number;
  /** 0 = not known yet. */
  readonly total: number;
  /** Left out as long as nothing is known. */
  readonly perSecond?: number | undefined;
  /** What else to say: states, a reason. */
  readonly note?: string | undefined;
}

/** Where a progress line goes: `process.stderr`, or anything a test reads. */
export interface Terminal {
  readonly isTTY?: boolean;
  readonly columns?: number;
  write(text: string): unknown;
}

const MAX_BAR = 30;
const MIN_BAR = 8;
const DEFAULT_COLUMNS = 80;
// A log is not a film: without a terminal, a line now and then.
const PLAIN_EVERY_MS = 5_000;

/** `sending ███████▌      62.0 %  12,400/20,000  1,240/s  6 s left  delivered 11,900`, cut to `width`. */
export function progressLine(label: string, state: BarState, width: number): string {
  const { done, total, perSecond, note } = state;
  const left = total - done;
  const parts = [
    formatShare(done, total),
    total > 0 ? `${formatCount(done)}/${formatCount(total)}` : formatCount(done),
    perSecond === undefined ? '' : `${formatCount(Math.round(perSecond))}/s`,
    perSecond !== undefined && perSecond > 0 && left > 0 ? `${formatDuration(left / perSecond)} left` : '',
    note ?? '',
  ].filter((part) => part !== '');
  const text = parts.join('  ');
  const room = Math.min(MAX_BAR, width - textWidth(label) - textWidth(text) - 4);
  const shown = room < MIN_BAR || total <= 0 ? '' : `${bar(done / total, room).padEnd(room, '·')}  `;
  return cut(`${label}  ${shown}${text}`, width);
}

/** A line that moves on a terminal, and plain lines at intervals anywhere else. */
export class ProgressBar {
  private lastPlainAt = -Infinity;
  private last = '';
  private drawn = false;

  constructor(
    private readonly terminal: Terminal,
    /** Milliseconds, monotonic. */
    private readonly now: () => number = () => performance.now(),
  ) {}

  update(label: string, state: BarState): void {
    if (this.terminal.isTTY === true) {
      const width = (this.terminal.columns ?? DEFAULT_COLUMNS) - 1;
      this.terminal.write(`\r\u001b[2K${progressLine(label, state, width)}`);
      this.drawn = true;
      return;
    }
    this.last = progressLine(label, state, Infinity);
    if (this.now() - this.lastPlainAt >= PLAIN_EVERY_MS) this.writePlain();
  }

  /** A line of its own, above the bar. */
  say(text: string): void {
    this.terminal.write(`${this.drawn ? '\r\u001b[2K' : ''}${text}\n`);
  }

  /** Leaves the last state standing. */
  finish(): void {
    if (this.drawn) this.terminal.write('\n');
    else if (this.last !== '') this.writePlain();
    this.drawn = false;
  }

  private writePlain(): void {
    this.terminal.write(`${this.last}\n`);
    this.last = '';
    this.lastPlainAt = this.now();
  }
}
