import { MediaLibrary } from '@herald/content';
import { Injectable } from '@nestjs/common';
import type { CampaignContent } from './campaign';
import { mediaOf } from './campaigns.repository';
import { faultsError } from './fault';

/** What the media library knows of a campaign's media: that they are there, and not too much for one message. */
@Injectable()
export class CampaignMediaCheck {
  constructor(private readonly library: MediaLibrary) {}

  /** @throws AppError invalid `media_not_found`, `media_too_large` */
  async check(content: Pick<CampaignContent, 'content'>): Promise<void> {
    const [first, ...others] = await this.library.faultsOf(mediaOf(content));
    if (first !== undefined) throw faultsError([first, ...others]);
  }
}
