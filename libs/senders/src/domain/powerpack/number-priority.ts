import type { FieldFault } from '../tollfree/tollfree-rules';

/** What a Powerpack chooses first. Reference: `priority1` to `priority3`. */
export interface NumberPriority {
  readonly country_iso: string;
  readonly service_type: string;
  readonly priority: { readonly priority1: string; readonly priority2: string; readonly priority3: string };
}

const KINDS = ['shortcode', 'tollfree', 'longcode'] as const;

/** What the provider would refuse of a list of priorities. */
export function priorityFaults(priorities: readonly NumberPriority[]): FieldFault[] {
  const seen = new Set<string>();
  return priorities.flatMap(({ country_iso: country, service_type: service, priority }, at) => {
    const field = `number_priority.${at}`;
    const faults: FieldFault[] = [];
    if (!['US', 'CA'].includes(country)) {
      faults.push({ field: `${field}.country_iso`, message: `is ${JSON.stringify(country)}: give US or CA` });
    }
    if (!['SMS', 'MMS'].includes(service)) {
      faults.push({ field: `${field}.service_type`, message: `is ${JSON.stringify(service)}: give SMS or MMS` });
    }
    const chosen = [priority.priority1, priority.priority2, priority.priority3];
    if (!KINDS.every((kind) => chosen.includes(kind))) {
      const message = `is ${chosen.join(', ')}: give each of ${KINDS.join(', ')} one place`;
      faults.push({ field: `${field}.priority`, message });
    }
    const name = `${country} ${service}`;
    if (seen.has(name)) faults.push({ field, message: `names ${name} a second time` });
    seen.add(name);
    return faults;
  });
}
