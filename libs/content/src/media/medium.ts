/** A file of the media library. */
export interface Medium {
  readonly id: number;
  readonly sha256: string;
  readonly file_name: string;
  /** By its bytes, not by its name. */
  readonly content_type: string;
  readonly bytes: number;
  readonly created_at: Date;
  /** Until when the provider keeps its newest copy, should it stay unused; null: it has none. */
  readonly provider_until: Date | null;
  /** Campaigns it goes with that have not ended. */
  readonly campaigns: readonly number[];
}

/** Provider: "Media with size greater than 2MB are not accepted." The smaller reading of it. */
export const MAX_MEDIUM_BYTES = 2_000_000;
/** Provider: "The total size of the MMS must not exceed 5MB." */
export const MAX_MESSAGE_BYTES = 5_000_000;
/** Provider: so many attachments in an upload. */
export const MAX_UPLOAD_FILES = 10;
