/** `2023-09-25T20:36:00.839000Z`, as resources say when they were made. */
export function isoMicros(at: number): string {
  return new Date(at).toISOString().replace('Z', '000Z');
}
