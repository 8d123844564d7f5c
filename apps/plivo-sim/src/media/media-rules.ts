/** A file as it came. */
export interface MediaFile {
  readonly name: string;
  /** As it was declared; empty when it was not. */
  readonly contentType: string;
  readonly bytes: Buffer;
}

export interface MediaLimits {
  readonly max_bytes: number;
  readonly content_types: readonly string[];
}

const BY_EXTENSION: Readonly<Record<string, string>> = {
  gif: 'image/gif',
  jpeg: 'image/jpeg',
  jpg: 'image/jpeg',
  mp3: 'audio/mpeg',
  mp4: 'video/mp4',
  pdf: 'application/pdf',
  png: 'image/png',
  txt: 'text/plain',
  vcf: 'text/vcard',
  xcf: 'image/x-xcf',
};
const ALIASES: Readonly<Record<string, string>> = { 'image/jpg': 'image/jpeg', 'application/x-xcf': 'image/x-xcf' };

/** What a file's name says it is; `application/octet-stream` when it says nothing known. */
export function typeByName(name: string): string {
  const extension = /\.(\w+)(?:[?#].*)?$/.exec(name)?.[1]?.toLowerCase() ?? '';
  return BY_EXTENSION[extension] ?? 'application/octet-stream';
}

/** The declared type without its parameters, or the one of the file's name when nothing useful was declared. */
export function mediaType(file: Pick<MediaFile, 'name' | 'contentType'>): string {
  const declared = (file.contentType.split(';', 1)[0] ?? '').trim().toLowerCase();
  if (declared === '' || declared === 'application/octet-stream') return typeByName(file.name);
  return ALIASES[declared] ?? declared;
}

/** Why a file is not taken, or undefined. */
export function fileFault(file: MediaFile, limits: MediaLimits): string | undefined {
  if (file.bytes.length === 0) return 'file is empty';
  if (file.bytes.length > limits.max_bytes) return `file is larger than ${limits.max_bytes} bytes`;
  const type = mediaType(file);
  return limits.content_types.includes(type) ? undefined : `content type ${type} is not supported`;
}

const OWN_MEDIA = /\/Account\/[^/?#]+\/(?:Message\/[^/?#]+\/)?Media\/([0-9a-f-]{36})\/?(?:[?#].*)?$/;

/** The media id that a `media_url` of this provider names; undefined for an address elsewhere. */
export function mediaIdOf(url: string): string | undefined {
  return OWN_MEDIA.exec(url)?.[1];
}
