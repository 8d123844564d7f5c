import { Injectable } from '@nestjs/common';

import { readAnswer } from '../answer-reader';
import { everyItem, type PageFilter } from '../pages';
import { PlivoTransport } from '../plivo-transport';
import { type Media, media, type MediaFile, type MediaPage, mediaPage, type MediaUpload, mediaUpload } from './media';
import { multipartOf } from './multipart';

/** Files for MMS and WhatsApp messages, kept by the provider. Every method throws ProviderError. */
@Injectable()
export class PlivoMedia {
  constructor(private readonly transport: PlivoTransport) {}

  /** @param files at most 10, each of 2 MB at most. @returns what became of each: look at its `status_code` */
  async upload(files: readonly MediaFile[]): Promise<MediaUpload> {
    return readAnswer(await this.transport.call('media.upload', {}, { content: multipartOf(files) }), mediaUpload);
  }

  async list(filter: PageFilter = {}): Promise<MediaPage> {
    return readAnswer(await this.transport.call('media.list', {}, { query: { ...filter } }), mediaPage);
  }

  all(filter: PageFilter = {}): AsyncGenerator<Media, void, void> {
    return everyItem(async (page) => {
      const { objects: items, meta } = await this.list({ ...filter, ...page });
      return { items, meta };
    }, filter);
  }

  /** @returns undefined when there is none, as six hours after an upload that no message used */
  async get(mediaId: string): Promise<Media | undefined> {
    const answer = await this.transport.find('media.get', { media_id: mediaId });
    return answer && readAnswer(answer, media);
  }
}
