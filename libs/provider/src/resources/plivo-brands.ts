import { Injectable } from '@nestjs/common';

import { type Confirmation, readAnswer, readConfirmation } from '../answer-reader';
import { everyItem } from '../pages';
import { PlivoTransport } from '../plivo-transport';
import {
  type Brand,
  type BrandFilter,
  type BrandPage,
  brandPage,
  type BrandUseCases,
  brandUseCases,
  type CreatedBrand,
  createdBrand,
  type NewBrand,
  oneBrand,
} from './brand';

/** 10DLC brands, registered with The Campaign Registry. Every method throws ProviderError. */
@Injectable()
export class PlivoBrands {
  constructor(private readonly transport: PlivoTransport) {}

  /** Costs money, and is registered later: a webhook says how it ended. */
  async create(input: NewBrand): Promise<CreatedBrand> {
    return readAnswer(await this.transport.call('brands.create', {}, { json: input }), createdBrand);
  }

  async list(filter: BrandFilter = {}): Promise<BrandPage> {
    return readAnswer(await this.transport.call('brands.list', {}, { query: { ...filter } }), brandPage);
  }

  all(filter: BrandFilter = {}): AsyncGenerator<Brand, void, void> {
    return everyItem(async (page) => {
      const { brands: items, meta } = await this.list({ ...filter, ...page });
      return { items, meta };
    }, filter);
  }

  /** @returns undefined when there is none */
  async get(brandId: string): Promise<Brand | undefined> {
    const answer = await this.transport.find('brands.get', { brand_id: brandId });
    return answer && readAnswer(answer, oneBrand).brand;
  }

  async useCases(brandId: string): Promise<BrandUseCases> {
    return readAnswer(await this.transport.call('brands.useCases', { brand_id: brandId }), brandUseCases);
  }

  /** For ever; only a brand without active campaigns. */
  async delete(brandId: string): Promise<Confirmation> {
    return readConfirmation(await this.transport.call('brands.delete', { brand_id: brandId }));
  }
}
