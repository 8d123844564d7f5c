import { Injectable } from '@nestjs/common';

import { type Confirmation, readAnswer, readConfirmation } from '../answer-reader';
import { everyItem } from '../pages';
import { PlivoTransport } from '../plivo-transport';
import {
  type CreatedTollfreeVerification,
  createdVerification,
  type NewTollfreeVerification,
  type TollfreeVerification,
  tollfreeVerification,
  type TollfreeVerificationChanges,
  type TollfreeVerificationFilter,
  type TollfreeVerificationPage,
  verificationPage,
} from './tollfree-verification';

/** Requests to verify a toll-free number. Every method throws ProviderError. */
@Injectable()
export class PlivoTollfreeVerifications {
  constructor(private readonly transport: PlivoTransport) {}

  async create(input: NewTollfreeVerification): Promise<CreatedTollfreeVerification> {
    return readAnswer(await this.transport.call('tollfree.create', {}, { json: input }), createdVerification);
  }

  async list(filter: TollfreeVerificationFilter = {}): Promise<TollfreeVerificationPage> {
    return readAnswer(await this.transport.call('tollfree.list', {}, { query: { ...filter } }), verificationPage);
  }

  all(filter: TollfreeVerificationFilter = {}): AsyncGenerator<TollfreeVerification, void, void> {
    return everyItem(async (page) => {
      const { objects: items, meta } = await this.list({ ...filter, ...page });
      return { items, meta };
    }, filter);
  }

  /** @returns undefined when there is none */
  async get(uuid: string): Promise<TollfreeVerification | undefined> {
    const answer = await this.transport.find('tollfree.get', { uuid });
    return answer && readAnswer(answer, tollfreeVerification);
  }

  /** Only while SUBMITTED or UPDATE_REQUIRED. */
  async update(uuid: string, changes: TollfreeVerificationChanges): Promise<Confirmation> {
    return readConfirmation(await this.transport.call('tollfree.update', { uuid }, { json: changes }));
  }

  /** Only while SUBMITTED, PROCESSING or UPDATE_REQUIRED. Answered without a body. */
  async delete(uuid: string): Promise<Confirmation> {
    return readConfirmation(await this.transport.call('tollfree.delete', { uuid }));
  }
}
