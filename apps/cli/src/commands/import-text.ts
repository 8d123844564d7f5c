import type { ImportView } from '../http/views';
import { formatCount, formatShare } from '../terminal/format';

/** An import as a person reads it. */
export function importText(found: ImportView): string {
  const { id, state, rows, contacts, duplicates, rejects, layout, error } = found;
  const name = found.file_name === null ? '' : ` of ${found.file_name}`;
  const share = (count: number): string => (rows > 0 ? ` (${formatShare(count, rows)})` : '');
  const lines = [`Import ${id}${name} into list ${found.list_id}: ${state}`];
  if (error !== null) lines.push(`  ${error.message} [${error.code}]`);
  if (rows > 0 || state === 'completed') {
    lines.push(
      `  ${formatCount(rows)} rows = ${formatCount(contacts)} contacts${share(contacts)} + ${formatCount(duplicates)} duplicates${share(duplicates)} + ${formatCount(rejects)} rejects${share(rejects)}`,
    );
  }
  if (layout !== null) {
    const { phone_column: phone, country_column: country, time_zone_column: zone, default_country: home } = layout;
    const columns = [
      `phone "${phone}"`,
      ...(country === null ? [] : [`country "${country}"`]),
      ...(zone === null ? [] : [`time zone "${zone}"`]),
    ];
    const delimiter = layout.delimiter === '\t' ? 'tab' : `"${layout.delimiter}"`;
    lines.push(`  read as ${layout.encoding}, delimiter ${delimiter}, columns: ${columns.join(', ')}`);
    if (home !== null) lines.push(`  numbers without a prefix belong to ${home}`);
    if (layout.same_file_as !== undefined) {
      lines.push(`  the same file as import ${layout.same_file_as}: it adds nothing`);
    }
  }
  if (rejects + duplicates > 0) lines.push(`  why: herald imports rejects ${id} --csv rejects.csv`);
  return lines.join('\n');
}
