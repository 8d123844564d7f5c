export type PathParams = Readonly<Record<string, string>>;

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/**
 * Makes a matcher of a path as the reference writes it: `[10dlc/]Brand/{brand_id}/`. Names in braces are one segment
 * each, what stands in square brackets may be missing, and so may the last slash.
 */
export function pathPattern(pattern: string): (path: string) => PathParams | undefined {
  const names: string[] = [];
  const source = pattern
    .replace(/\/$/, '')
    .replace(/[.*+?^$()|\\]/g, '\\$&')
    .replace(/\[([^\]]+)\]/g, '(?:$1)?')
    .replace(/\{(\w+)\}/g, (_, name: string) => {
      names.push(name);
      return '([^/]+)';
    });
  const whole = new RegExp(`^${source}/?$`);
  return (path) => {
    const found = whole.exec(path);
    if (found === null) return undefined;
    return Object.fromEntries(names.map((name, index) => [name, decoded(found[index + 1] ?? '')]));
  };
}
