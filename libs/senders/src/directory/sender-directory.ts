import { syncSoon } from '../sync-turns';
import { Database } from '@herald/database';
import { AppError, CLOCK, type Clock } from '@herald/kernel';
import { senderKey } from '@herald/lanes';
import { Inject, Injectable } from '@nestjs/common';
import { checkSenderInput } from './check-input';
import type { KnownSender, SenderChanges, SenderInput } from './known-sender';
import { type SenderFilter, SendersRepository, type ShownSender } from './senders.repository';

/** The senders Herald knows, however it came to know them. */
@Injectable()
export class SenderDirectory {
  constructor(
    private readonly database: Database,
    private readonly repository: SendersRepository,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** By hand. @throws AppError invalid `sender_invalid`; conflict `sender_exists` */
  async register(input: SenderInput): Promise<KnownSender> {
    const content = checkSenderInput(input);
    const sender = await this.repository.register(content, this.clock.now());
    if (sender === undefined) {
      throw new AppError('conflict', 'sender_exists', 'This sender is registered already: change it instead.');
    }
    await syncSoon(this.database, 'lanes');
    return sender;
  }

  /** @throws AppError not_found `sender_not_found` */
  async get(sender: string): Promise<KnownSender & { readonly powerpacks: readonly string[] }> {
    const found = await this.find(sender);
    return { ...found, powerpacks: await this.repository.poolsOf(found.sender) };
  }

  /** In the order of their keys. */
  list(filter: SenderFilter): Promise<KnownSender[]> {
    return this.repository.list(filter);
  }

  /**
   * What an operator says of a sender is theirs from then on: no sync overwrites it.
   *
   * @throws AppError not_found `sender_not_found`; precondition_failed `version_mismatch`; invalid `sender_invalid`
   */
  async update(sender: string, version: number | undefined, changes: SenderChanges): Promise<KnownSender> {
    const before = await this.find(sender);
    const { state, ...rest } = changes;
    const given = Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== undefined));
    // A Powerpack is what its pool makes it: it can be switched off and noted upon, no more.
    const content =
      before.type === 'powerpack'
        ? { ...before, note: changes.note ?? before.note }
        : checkSenderInput({ ...before, type: before.type, ...given });
    const next = state ?? before.state;
    const after = await this.repository.update(content, next, version ?? before.version, this.clock.now());
    if (after === undefined) throw changedMeanwhile();
    await syncSoon(this.database, 'lanes');
    return after;
  }

  /** @throws AppError not_found `sender_not_found`; conflict `sender_in_pool`; precondition_failed `version_mismatch` */
  async remove(sender: string, version: number | undefined): Promise<void> {
    const before = await this.find(sender);
    const pools = before.type === 'powerpack' ? [before.sender] : await this.repository.poolsOf(before.sender);
    if (pools.length > 0) {
      const message = `The provider shows it (Powerpack ${pools.join(', ')}), so it would come back: disable it, or take it out there.`;
      throw new AppError('conflict', 'sender_in_pool', message);
    }
    if (!(await this.repository.delete(before.sender, version ?? before.version))) throw changedMeanwhile();
    await syncSoon(this.database, 'lanes');
  }

  /** What the provider shows of one. */
  async adopt(shown: ShownSender): Promise<void> {
    await this.repository.adopt([shown], this.clock.now());
  }

  private async find(sender: string): Promise<KnownSender> {
    const found = await this.repository.find(senderKey(sender));
    if (found !== undefined) return found;
    throw new AppError('not_found', 'sender_not_found', 'Herald knows no such sender: herald senders ls shows all.');
  }
}

function changedMeanwhile(): AppError {
  return new AppError('precondition_failed', 'version_mismatch', 'Somebody changed it meanwhile: read it again.');
}
