interface Problem {
  readonly code?: string;
  readonly detail?: string;
  readonly title?: string;
  readonly request_id?: string;
  readonly errors?: readonly { readonly field?: string; readonly row?: number; readonly message: string }[];
}

const ADVICE: Readonly<Record<string, string>> = {
  api_key_missing: 'Give a key with --key or HERALD_API_KEY.',
  api_key_invalid: 'Give another with --key or HERALD_API_KEY; the first one is in secrets.json of the data folder.',
};

/** An answer that is no success, as sentences: what is wrong, each wrong field, and what to do. */
export function problemText(status: number, body: string): string {
  const problem = parse(body);
  if (problem === undefined) return `The API answered ${status}: ${body.slice(0, 300) || 'nothing'}`;
  const { code = '', detail, title, errors = [], request_id: requestId } = problem;
  const lines = [
    `${detail ?? title ?? `The API answered ${status}.`}${code === '' ? '' : ` [${code}]`}`,
    ...errors.map(({ field, row, message }) => {
      const where = [row === undefined ? '' : `row ${row}`, field ?? ''].filter((part) => part !== '').join(', ');
      return `  - ${where === '' ? '' : `${where}: `}${message}`;
    }),
  ];
  const advice = ADVICE[code];
  if (advice !== undefined) lines.push(advice);
  if (status >= 500 && requestId !== undefined) lines.push(`The request id, for the log: ${requestId}`);
  return lines.join('\n');
}

function parse(body: string): Problem | undefined {
  try {
    const value: unknown = JSON.parse(body);
    return typeof value === 'object' && value !== null ? value : undefined;
  } catch {
    return undefined;
  }
}
