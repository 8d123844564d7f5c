import { Socket } from 'node:net';

/** Everything written in one turn leaves in one packet: statements sent together cost one system call instead of one each. */
export class CoalescingSocket extends Socket {
  private holding = false;

  override write(chunk: string | Uint8Array, encoding?: unknown, written?: unknown): boolean {
    if (!this.holding && !this.connecting) {
      this.holding = true;
      this.cork();
      process.nextTick(() => {
        this.holding = false;
        this.uncork();
      });
    }
    return super.write(chunk, encoding as BufferEncoding, written as (error?: Error | null) => void);
  }
}
