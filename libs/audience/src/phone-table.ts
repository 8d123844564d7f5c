/** First rows of phones: a hash table of numbers that is reused for every chunk and leaves no garbage. */
export class PhoneTable {
  private readonly phones: Float64Array;
  private readonly values: Int32Array;
  private readonly mask: number;

  /** @param capacity how many phones it must hold at most */
  constructor(capacity: number) {
    // At most half full, so that probing stays short.
    const slots = 2 ** Math.ceil(Math.log2(capacity * 2));
    this.phones = new Float64Array(slots);
    this.values = new Int32Array(slots);
    this.mask = slots - 1;
  }

  clear(): void {
    this.phones.fill(0);
  }

  /** The value of a phone, or undefined. */
  get(phone: number): number | undefined {
    const slot = this.slotOf(phone);
    return this.phones[slot] === phone ? this.values[slot] : undefined;
  }

  /** Keeps the value that a phone has; returns it, or undefined when the phone is new and took this one. */
  add(phone: number, value: number): number | undefined {
    const slot = this.slotOf(phone);
    if (this.phones[slot] === phone) return this.values[slot];
    this.phones[slot] = phone;
    this.values[slot] = value;
    return undefined;
  }

  private slotOf(phone: number): number {
    // Phones of one area differ in their last digits only; a multiplicative hash spreads them.
    let slot = (Math.imul(phone % 4_294_967_291, 0x9e3779b1) >>> 7) & this.mask;
    while (this.phones[slot] !== 0 && this.phones[slot] !== phone) slot = (slot + 1) & this.mask;
    return slot;
  }
}
