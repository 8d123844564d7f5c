import { type InboundMessage, type InboundState } from './inbound-message';

/** Who last wrote to whom over WhatsApp, and every message from a person, in the order of arrival. */
export class InboundStore {
  private readonly messages: InboundMessage[] = [];
  private readonly byUuid = new Map<string, InboundMessage>();
  private readonly conversations = new Map<string, number>();

  get size(): number {
    return this.messages.length;
  }

  add(message: InboundMessage): void {
    this.messages.push(message);
    this.byUuid.set(message.uuid, message);
    if (message.type === 'whatsapp' && !message.forged) this.openConversation(message.to, message.from, message.at);
  }

  get(uuid: string): InboundMessage | undefined {
    return this.byUuid.get(uuid.toLowerCase());
  }

  /** Latest first. */
  *latestFirst(): Generator<InboundMessage> {
    for (let index = this.messages.length - 1; index >= 0; index -= 1) {
      const message = this.messages[index];
      if (message !== undefined) yield message;
    }
  }

  inOrder(): readonly InboundMessage[] {
    return this.messages;
  }

  /** The business number and the person began (or went on with) a conversation. */
  openConversation(business: string, person: number, at: number): void {
    this.conversations.set(`${business}|${person}`, at);
  }

  /** When their conversation was last opened, or undefined. */
  conversationOpenedAt(business: string, person: number): number | undefined {
    return this.conversations.get(`${business}|${person}`);
  }

  byState(): Record<InboundState, number> {
    const counts = { received: 0, delivered: 0, undelivered: 0 };
    for (const { state } of this.messages) counts[state] += 1;
    return counts;
  }

  clear(): void {
    this.messages.length = 0;
    this.byUuid.clear();
    this.conversations.clear();
  }
}
