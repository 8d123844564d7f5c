import { type SeededRandom } from '../random';
import { areaCode, stateOf } from './area-codes';
import { type PoolKind, type PoolNumber, type PowerpackSettings, type Service } from './powerpack';

export interface ChoiceParts {
  readonly settings: PowerpackSettings;
  readonly pool: Iterable<PoolNumber>;
  readonly service: Service;
  /** The order where `number_priority` says nothing. */
  readonly defaultPriority: readonly PoolKind[];
  readonly random: SeededRandom;
  /** A short code whose queue is over its throughput, or that this network does not carry. */
  readonly passesOver: (number: string, network: string) => boolean;
}

export interface Destination {
  readonly to: number;
  readonly country: string;
  readonly network: string;
  /** The pool's number that wrote to it last, if any. */
  readonly previous: string | undefined;
  /** What tells this message apart: without sticky sender every message draws again. */
  readonly nth: number;
}

interface Group {
  readonly kind: PoolKind;
  readonly numbers: readonly string[];
  readonly byArea: ReadonlyMap<string, readonly string[]>;
  readonly byState: ReadonlyMap<string, readonly string[]>;
}

function index(numbers: readonly string[], keyOf: (number: string) => string | undefined): Map<string, string[]> {
  const found = new Map<string, string[]>();
  for (const number of numbers) {
    const key = keyOf(number);
    if (key === undefined) continue;
    const known = found.get(key);
    if (known === undefined) found.set(key, [number]);
    else known.push(number);
  }
  return found;
}

/**
 * Which number of a Powerpack's pool sends to whom: kinds by number priority, the destination's own country first, local
 * connect by area code and then state, sticky sender, and long codes for a short code that can't take it.
 */
export class SenderChoice {
  private readonly numbers: readonly PoolNumber[];
  private readonly groups = new Map<string, readonly Group[]>();

  constructor(private readonly parts: ChoiceParts) {
    this.numbers = [...parts.pool].filter(({ service }) => parts.service === 'sms' || service === 'mms');
  }

  /** No number of the pool can send this service at all. */
  get isEmpty(): boolean {
    return this.numbers.length === 0;
  }

  /** Undefined when no number of the pool reaches that country. */
  choose(destination: Destination): string | undefined {
    const { settings, passesOver } = this.parts;
    const { previous, network } = destination;
    const groups = this.groupsFor(destination.country);
    const usable = (group: Group, number: string): boolean =>
      group.kind !== 'shortcode' || !passesOver(number, network);
    if (settings.sticky_sender && previous !== undefined) {
      const stays = groups.some((group) => group.numbers.includes(previous) && usable(group, previous));
      if (stays) return previous;
    }
    for (const group of groups) {
      const near = settings.local_connect ? this.near(group, destination.to) : group.numbers;
      const free = group.kind === 'shortcode' ? near.filter((number) => usable(group, number)) : near;
      if (free.length > 0) return this.pick(free, destination);
    }
    // Nothing but short codes that are over their throughput: it waits in line.
    const last = groups.find(({ numbers }) => numbers.length > 0);
    return last === undefined ? undefined : this.pick(last.numbers, destination);
  }

  private pick(numbers: readonly string[], { to, nth }: Destination): string | undefined {
    const { random, settings } = this.parts;
    const draw = settings.sticky_sender ? random.hash('pool', to, 1) : random.hash('pool', nth, 2);
    return numbers[draw % numbers.length];
  }

  private near(group: Group, to: number): readonly string[] {
    if (group.kind !== 'longcode') return group.numbers;
    const area = areaCode(String(to));
    if (area === undefined) return group.numbers;
    return group.byArea.get(area) ?? group.byState.get(stateOf(area) ?? '') ?? group.numbers;
  }

  private groupsFor(country: string): readonly Group[] {
    const known = this.groups.get(country);
    if (known !== undefined) return known;
    const groups = this.order(country).map((kind) => this.group(kind, country));
    this.groups.set(country, groups);
    return groups;
  }

  private order(country: string): readonly PoolKind[] {
    const { settings, service, defaultPriority } = this.parts;
    const wanted = settings.number_priority.find(
      ({ country_iso: iso, service_type: type }) => iso === country && type === service.toUpperCase(),
    );
    if (wanted === undefined) return defaultPriority;
    const { priority1, priority2, priority3 } = wanted.priority;
    return [priority1, priority2, priority3].filter((kind) => kind !== null);
  }

  /** A short code writes to its own country alone; others prefer it. */
  private group(kind: PoolKind, country: string): Group {
    const all = this.numbers.filter((each) => each.kind === kind);
    const own = all.filter((each) => each.country === country);
    const chosen = kind === 'shortcode' || own.length > 0 ? own : all;
    const numbers = chosen.map(({ number }) => number);
    const byArea = index(numbers, areaCode);
    return { kind, numbers, byArea, byState: index(numbers, (number) => stateOf(areaCode(number))) };
  }
}
