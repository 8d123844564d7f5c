import { Injectable, type OnModuleDestroy } from '@nestjs/common';
import { type Observable, Subject } from 'rxjs';

/** Set as soon as the process is told to stop: readiness goes down and live streams end, while requests are finished. */
@Injectable()
export class Shutdown implements OnModuleDestroy {
  private readonly subject = new Subject<void>();
  private stopping = false;

  get underWay(): boolean {
    return this.stopping;
  }

  /** Emits once, when the process stops. */
  get begun(): Observable<void> {
    return this.subject;
  }

  onModuleDestroy(): void {
    this.stopping = true;
    this.subject.next();
    this.subject.complete();
  }
}
