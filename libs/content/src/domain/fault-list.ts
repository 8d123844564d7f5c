import type { Fault } from './fault';

/** A placeholder's stand-in while a draft is judged: what recipients will have there is judged when it is known. */
export const SAMPLE = '1';

/** Gathers faults of one part of a message. */
export class FaultList {
  readonly faults: Fault[] = [];

  constructor(
    private readonly code: string,
    /** Text and addresses may still be stand-ins. */
    private readonly isDraft: boolean,
  ) {}

  add(field: string, message: string): void {
    this.faults.push({ code: this.code, field, message });
  }

  unless(ok: boolean, field: string, message: string): void {
    if (!ok) this.add(field, message);
  }

  text(field: string, value: string | undefined, most: number): void {
    if (value === undefined || value.trim() === '') this.add(field, `must have 1 to ${most} characters`);
    else this.atMost(field, value, most);
  }

  atMost(field: string, value: string | undefined, most: number): void {
    if (value !== undefined && value.length > most)
      this.add(field, `has ${value.length} characters; at most ${most} are allowed`);
  }

  url(field: string, value: string | undefined): void {
    if (this.isDraft && value === SAMPLE) return;
    if (value === undefined || !isPublicUrl(value))
      this.add(field, 'must be an http or https URL that the provider can reach');
  }
}

/** Whether the provider could fetch it, as far as its text tells. */
export function isPublicUrl(text: string): boolean {
  return /^https?:\/\/[^\s/]+/i.test(text) && !/\s/.test(text) && URL.canParse(text);
}
