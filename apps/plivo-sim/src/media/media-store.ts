import { type MessageIds } from '../message-id';
import { type Settings } from '../options/settings';
import { mediaType, type MediaFile } from './media-rules';

export interface StoredMedia {
  readonly id: string;
  readonly authId: string;
  readonly contentType: string;
  readonly fileName: string;
  readonly bytes: Buffer;
  /** Milliseconds since the epoch. */
  readonly uploadedAt: number;
  /** Sent or received with a message: kept for good. */
  used: boolean;
}

/** Uploaded and received files. What stays unused is gone after `media.unused_ttl_ms` of simulated time [ref]. */
export class MediaStore {
  private readonly media = new Map<string, StoredMedia>();
  private stored = 0;

  constructor(
    private readonly settings: Settings,
    private readonly ids: MessageIds,
  ) {}

  add(authId: string, file: MediaFile, now: number, used = false): StoredMedia {
    const id = this.ids.numbered('media', this.stored);
    this.stored += 1;
    const { name: fileName, bytes } = file;
    const media = { id, authId, contentType: mediaType(file), fileName, bytes, uploadedAt: now, used };
    this.media.set(id, media);
    return media;
  }

  /** The media of this id, unless it expired. */
  get(id: string, now: number): StoredMedia | undefined {
    const media = this.media.get(id);
    if (media === undefined || !this.isExpired(media, now)) return media;
    this.media.delete(id);
    return undefined;
  }

  /** Everything of an account that is still there, latest first. */
  list(authId: string, now: number): StoredMedia[] {
    this.sweep(now);
    return [...this.media.values()].filter((media) => media.authId === authId).reverse();
  }

  /** How many there are, how many of them were used, and their bytes. */
  counts(now: number): { stored: number; used: number; bytes: number } {
    this.sweep(now);
    const all = [...this.media.values()];
    const bytes = all.reduce((sum, media) => sum + media.bytes.length, 0);
    return { stored: all.length, used: all.filter(({ used }) => used).length, bytes };
  }

  clear(): void {
    this.media.clear();
    this.stored = 0;
  }

  private isExpired(media: StoredMedia, now: number): boolean {
    return !media.used && now - media.uploadedAt >= this.settings.realMs(this.settings.current.media.unused_ttl_ms);
  }

  private sweep(now: number): void {
    for (const media of this.media.values()) if (this.isExpired(media, now)) this.media.delete(media.id);
  }
}
