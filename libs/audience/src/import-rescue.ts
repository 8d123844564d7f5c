import { QueueProducer } from '@herald/queue';
import { Injectable } from '@nestjs/common';
import { ImportRepository } from './import.repository';

/** Finds imports that nobody works on (a dead worker, a lost Redis) and announces them again. */
@Injectable()
export class ImportRescue {
  constructor(
    private readonly imports: ImportRepository,
    private readonly queue: QueueProducer,
  ) {}

  /** Safe to run in any number of processes. @returns the imports that were announced */
  async tick(): Promise<readonly number[]> {
    const waiting = await this.imports.takeWaiting();
    for (const importId of waiting) await this.queue.import({ importId });
    return waiting;
  }
}
