import type { Media } from '@herald/provider';

/** A file that the provider has. */
export interface KnownCopy {
  readonly id: string | null;
  readonly url: string;
  /** Not deleted before then. */
  readonly until: Date;
}

interface Sought {
  /** As `copyNameOf` made it. */
  readonly name: string;
  readonly bytes: number;
  readonly now: Date;
  /** For how long it is needed at least. */
  readonly forSeconds: number;
}

/** Provider: what was uploaded and not used is deleted after six hours; less what its clock may be from ours. */
const KEPT_MS = 6 * 3_600_000 - 120_000;
const TAG_CHARACTERS = 16;
/** Twenty a page; the order of the list is documented nowhere. A longer list has the file uploaded again. */
const MOST_LOOKED_AT = 200;

/** The name a file is uploaded under: its own, with its bytes' hash in it, so that it is recognised in the provider's list beyond doubt. */
export function copyNameOf(fileName: string, sha256: string): string {
  const dot = fileName.lastIndexOf('.');
  const at = dot > 0 ? dot : fileName.length;
  return `${fileName.slice(0, at)}-${sha256.slice(0, TAG_CHARACTERS)}${fileName.slice(at)}`;
}

/** Looks for what an upload left whose answer was lost. @returns undefined when it is not there, or not for long enough */
export async function findCopy(
  media: AsyncIterable<Media>,
  { name, bytes, now, forSeconds }: Sought,
): Promise<KnownCopy | undefined> {
  let looked = 0;
  for await (const each of media) {
    looked += 1;
    const uploaded = Date.parse(each.upload_time ?? '');
    const until = new Date(uploaded + KEPT_MS);
    const isIt = each.file_name === name && each.size === bytes;
    const lasts = until.getTime() > now.getTime() + forSeconds * 1_000;
    if (isIt && lasts && each.media_url !== undefined) {
      return { id: each.media_id, url: each.media_url, until };
    }
    if (looked === MOST_LOOKED_AT) return undefined;
  }
  return undefined;
}
