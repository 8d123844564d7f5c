import { uuidOfWords } from '../message-id';
import { type SeededRandom } from '../random';

const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789';
const ID_LENGTH = 6;
const KINDS = ['profile', 'brand', 'campaign', 'tollfree'] as const;
type IdKind = (typeof KINDS)[number];

/** Ids numbered by arrival: the same requests in the same order get the same ones. */
export class RegistrationIds {
  private given = 0;

  constructor(private readonly random: SeededRandom) {}

  uuid(kind: IdKind): string {
    const subject = this.next();
    const [a = 0, b = 0, c = 0, d = 0] = [1, 2, 3, 4].map((part) => this.hash(kind, subject, part));
    return uuidOfWords(a, b, c, d);
  }

  /** As The Campaign Registry's: a letter for the kind and six more, `BHXDNDJ`. */
  short(prefix: 'B' | 'C'): string {
    return prefix + this.letters(this.next(), prefix);
  }

  /** The brand of a campaign that was registered elsewhere: always the same one. */
  brandOf(campaignId: string): string {
    const subject = Number.parseInt(Buffer.from(campaignId).toString('hex').slice(0, 12), 16);
    return `B${this.letters(subject, 'B')}`;
  }

  reset(): void {
    this.given = 0;
  }

  private next(): number {
    this.given += 1;
    return this.given;
  }

  private letters(subject: number, prefix: 'B' | 'C'): string {
    const kind = prefix === 'B' ? 'brand' : 'campaign';
    let text = '';
    for (let at = 0; at < ID_LENGTH; at += 1) text += LETTERS[this.hash(kind, subject, 10 + at) % LETTERS.length] ?? '';
    return text;
  }

  private hash(kind: IdKind, subject: number, part: number): number {
    return this.random.hash('registration', subject, KINDS.indexOf(kind) * 100 + part);
  }
}
