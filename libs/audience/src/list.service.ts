import { AppError, CLOCK, type Clock } from '@herald/kernel';
import { Inject, Injectable } from '@nestjs/common';
import { type List, ListRepository } from './list.repository';
import { isCountry } from './phone-plan';

export interface Page {
  readonly limit: number;
  /** The id of the last object of the page before. */
  readonly before?: number | undefined;
}

@Injectable()
export class ListService {
  constructor(
    private readonly lists: ListRepository,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** @throws AppError `unknown_country` */
  async create(name: string, defaultCountry: string | null = null): Promise<List> {
    if (defaultCountry !== null && !isCountry(defaultCountry)) {
      throw new AppError('invalid', 'unknown_country', `"${defaultCountry}" is no country: use a code such as US.`, {
        details: [{ field: 'default_country', message: 'must be an ISO 3166 two-letter code' }],
      });
    }
    const list = await this.lists.insert(name, defaultCountry, this.clock.now());
    if (list === undefined) throw new Error('The list was not stored');
    return list;
  }

  /** @throws AppError `list_not_found` */
  async get(id: number): Promise<List> {
    const list = await this.lists.find(id);
    if (list === undefined) throw new AppError('not_found', 'list_not_found', `There is no list ${String(id)}.`);
    return list;
  }

  /** Newest first. */
  async page({ limit, before }: Page): Promise<List[]> {
    return this.lists.page(limit, before);
  }
}
