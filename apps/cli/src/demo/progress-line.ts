const BAR_WIDTH = 24;
const REDRAW_MS = 100;
/** Without a terminal (a CI log) a line is written at each of these shares. */
const SHARES = [0.25, 0.5, 0.75, 1];

/** One line that says how far a step is: redrawn in a terminal, a few lines in a log. */
export class ProgressLine {
  private drawnAt = 0;
  private nextShare = 0;

  constructor(
    private readonly label: string,
    private readonly out: NodeJS.WriteStream = process.stdout,
  ) {}

  update(done: number, total: number, note = ''): void {
    const share = total === 0 ? 0 : Math.min(1, done / total);
    const full = Math.floor(share * BAR_WIDTH);
    const bar = '█'.repeat(full) + '░'.repeat(BAR_WIDTH - full);
    const percent = `${Math.floor(share * 100)} %`.padStart(5);
    const text = `  ${this.label.padEnd(10)} ${bar} ${percent}  ${grouped(done)} of ${grouped(total)}${note && `  ${note}`}`;
    if (this.out.isTTY) {
      if (performance.now() - this.drawnAt < REDRAW_MS && share < 1) return;
      this.drawnAt = performance.now();
      this.out.write(`\r\x1b[2K${text}`);
      return;
    }
    const due = SHARES[this.nextShare];
    if (due === undefined || share < due) return;
    while ((SHARES[this.nextShare] ?? 2) <= share) this.nextShare += 1;
    this.out.write(`${text}\n`);
  }

  /** Replaces the line by what came of the step. */
  finish(text: string): void {
    if (this.out.isTTY) this.out.write('\r\x1b[2K');
    this.out.write(`  ${this.label.padEnd(10)} ${text}\n`);
  }
}

/** `1234567` as `1,234,567`. */
export function grouped(value: number): string {
  return Math.round(value).toLocaleString('en-GB');
}
