import { Injectable, type OnModuleDestroy } from '@nestjs/common';
import { type Observable, Subject } from 'rxjs';

/** Ends live streams when the process stops, while requests are finished. */
@Injectable()
export class Shutdown implements OnModuleDestroy {
  private readonly subject = new Subject<void>();

  /** Emits once, when the process stops. */
  get begun(): Observable<void> {
    return this.subject;
  }

  onModuleDestroy(): void {
    this.subject.next();
    this.subject.complete();
  }
}
