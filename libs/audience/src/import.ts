import type { ImportLayout, ImportOptions } from './layout';

export type ImportState = 'queued' | 'running' | 'completed' | 'failed';

export interface ImportError {
  readonly code: string;
  readonly message: string;
  readonly details: Readonly<Record<string, unknown>>;
}

/** One CSV on its way into a list. At any time `rows = contacts + duplicates + rejects`. */
export interface Import {
  readonly id: number;
  readonly list_id: number;
  readonly state: ImportState;
  readonly file_name: string | null;
  readonly bytes_total: number;
  readonly bytes_read: number;
  readonly rows: number;
  readonly contacts: number;
  readonly duplicates: number;
  readonly rejects: number;
  readonly options: ImportOptions;
  readonly layout: ImportLayout;
  readonly error: ImportError | null;
  readonly created_at: Date;
  readonly started_at: Date | null;
  readonly finished_at: Date | null;
}

/** An import as its worker holds it: only the holder of the newest fence may change anything. */
export interface ClaimedImport extends Import {
  readonly fence: number;
  readonly file_key: string;
}

export function isOver(state: ImportState): boolean {
  return state === 'completed' || state === 'failed';
}
