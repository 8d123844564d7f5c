import { formatDuration } from '../terminal/format';
import { ProgressBar } from '../terminal/progress-bar';
import { Rate } from '../terminal/rate';

const LABEL_WIDTH = 9;
// Also how long a step may take before it is worth a bar.
const REDRAW_MS = 200;

/** One step of the demo: a bar while it runs, one line of outcome when it is done. */
export class Step {
  private readonly bar = new ProgressBar(process.stdout);
  private readonly rate = new Rate();
  private readonly begun = performance.now();
  private readonly label: string;
  private drawnAt = this.begun;

  constructor(label: string) {
    this.label = `  ${label.padEnd(LABEL_WIDTH)}`;
  }

  update(done: number, total: number, note?: string): void {
    const now = performance.now();
    if (now - this.drawnAt < REDRAW_MS) return;
    this.drawnAt = now;
    this.bar.update(this.label, { done, total, note, perSecond: this.rate.add(done, now) });
  }

  /** Replaces the bar. */
  done(text: string): void {
    const took = formatDuration((performance.now() - this.begun) / 1_000);
    this.bar.say(`${this.label} ${text}  (${took})`);
  }
}

/** A line of the same form about something that takes no time. */
export function note(label: string, text: string): void {
  process.stdout.write(`  ${label.padEnd(LABEL_WIDTH)} ${text}\n`);
}
