import { CliError } from '../http/cli-error';

const FLAGS: ReadonlySet<string> = new Set([
  'secondary_vetting',
  'subscriber_optin',
  'subscriber_optout',
  'subscriber_help',
  'direct_lending',
  'embedded_link',
  'embedded_phone',
  'age_gated',
  'affiliate_marketing',
]);
const LISTS: ReadonlySet<string> = new Set(['sub_usecases']);
const WORDS: Readonly<Record<string, boolean>> = { true: true, yes: true, y: true, false: false, no: false, n: false };

type Fields = Record<string, unknown>;

/** `profile.address.city=Austin` and the like as the body of a change. @throws CliError for what is no field */
export function fieldsOf(assignments: readonly string[]): Fields {
  const body: Fields = {};
  for (const assignment of assignments) {
    const at = assignment.indexOf('=');
    if (at < 1) throw new CliError(`"${assignment}" is no field: write step.field=value, as in profile.ein=123456789`);
    put(body, assignment.slice(0, at), assignment.slice(at + 1));
  }
  return body;
}

/** One field as the body of a change; nothing clears it. */
export function fieldOf(path: string, value: string): Fields {
  const body: Fields = {};
  put(body, path.replace(/\[\d+\]$/, ''), value);
  return body;
}

function put(body: Fields, path: string, value: string): void {
  const parts = path.split('.');
  const name = parts.pop() ?? '';
  if (parts.length === 0 && name !== 'name') {
    throw new CliError(`"${path}" is no field: it begins with profile., brand. or campaign.`);
  }
  let at = body;
  for (const part of parts) at = (at[part] ??= {}) as Fields;
  at[name] = valueOf(name, value.trim());
}

/** Flags as people write them; the API says what is wrong with anything else. */
function valueOf(name: string, value: string): unknown {
  if (value === '') return null;
  if (FLAGS.has(name)) return WORDS[value.toLowerCase()] ?? value;
  return LISTS.has(name) ? value.split(',').map((each) => each.trim()) : value;
}
