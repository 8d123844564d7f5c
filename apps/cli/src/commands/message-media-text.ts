import { formatCount } from '../terminal/format';

export interface MessageMediaView {
  readonly objects: readonly {
    readonly content_type: string | null;
    readonly bytes: number | null;
    readonly url: string | null;
  }[];
}

/** A line a file. */
export function messageMediaLines({ objects }: MessageMediaView): string[] {
  if (objects.length === 0) return ['The provider has no media of it.'];
  return objects.map(({ content_type: type, bytes, url }) =>
    [type ?? 'unknown type', bytes === null ? '?' : `${formatCount(bytes)} bytes`, url ?? 'no address'].join('  '),
  );
}
