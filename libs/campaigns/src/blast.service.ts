import { type Import, type ImportRequest, ImportService, ListService } from '@herald/audience';
import { Database, type Sql } from '@herald/database';
import { CLOCK, type Clock } from '@herald/kernel';
import { Inject, Injectable } from '@nestjs/common';
import type { Campaign, CampaignContent, CampaignInput } from './campaign';
import { CampaignMediaCheck } from './campaign-media-check';
import { CampaignsRepository } from './campaigns.repository';
import { checkCampaign, pastFault } from './check-campaign';
import { faultsError } from './fault';
import { SenderReadiness } from './sender-readiness';

export interface BlastInput extends CampaignInput {
  /** Left out: a new list with the campaign's name is made. */
  readonly list_id?: number | undefined;
  /** Send even what the forecast says cannot be done in time. */
  readonly accept_forecast?: boolean | undefined;
}

/** A blast that was found right before its file was taken. */
export interface CheckedBlast {
  readonly content: CampaignContent;
  readonly listId: number | undefined;
  readonly acceptForecast: boolean;
}

export interface Blast {
  readonly campaign: Campaign;
  readonly import: Import;
}

type BlastFile = Omit<ImportRequest, 'listId'>;

/** The one-call form: list, import and launched campaign. */
@Injectable()
export class BlastService {
  constructor(
    private readonly database: Database,
    private readonly campaigns: CampaignsRepository,
    private readonly media: CampaignMediaCheck,
    private readonly lists: ListService,
    private readonly imports: ImportService,
    private readonly readiness: SenderReadiness,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /**
   * Before anything is stored. Whether the schedule has passed is left to `launch`: a repeat that comes after it must still be
   * told the first answer.
   *
   * @throws AppError conflict `sender_not_ready`, and as `CampaignService.create`
   */
  async check({
    list_id: listId,
    accept_forecast: acceptForecast = false,
    ...input
  }: BlastInput): Promise<CheckedBlast> {
    const content = checkCampaign(input, { now: this.clock.now(), scheduleMayBePast: true });
    await this.media.check(content);
    if (listId !== undefined) await this.lists.get(listId);
    await this.readiness.assertUsable(content);
    return { content, listId, acceptForecast };
  }

  /**
   * Starts the import and launches the campaign that waits for it. Its forecast is judged when it is planned: only then is it known
   * who it goes to.
   *
   * @param record runs in the transaction that makes the campaign, so that a repeat finds either both or neither
   * @throws AppError `schedule_in_past`, and as `ImportService.start`; a list made for this blast is gone again then
   */
  async launch(
    blast: CheckedBlast,
    file: BlastFile,
    record: (tx: Sql, blast: Blast) => Promise<void> = () => Promise.resolve(),
  ): Promise<Blast> {
    const { scheduled_at: scheduledAt } = blast.content;
    const fault = scheduledAt === null ? undefined : pastFault(scheduledAt, this.clock.now());
    if (fault !== undefined) throw faultsError([fault]);
    const listId = blast.listId ?? (await this.lists.create(blast.content.name)).id;
    const started = await this.imports.start({ ...file, listId }).catch(async (error: unknown) => {
      if (blast.listId === undefined) await this.removeEmptyList(listId);
      throw error;
    });
    const campaign = {
      listId,
      content: blast.content,
      state: 'planning',
      afterImportId: started.id,
      forecastAccepted: blast.acceptForecast,
    } as const;
    return this.database.transaction(async (tx) => {
      const launched = {
        campaign: await this.campaigns.insert({ ...campaign, now: this.clock.now() }, tx),
        import: started,
      };
      await record(tx, launched);
      return launched;
    });
  }

  private async removeEmptyList(id: number): Promise<void> {
    await this.database.query(
      'DELETE FROM lists l WHERE id = $1 AND NOT EXISTS (SELECT 1 FROM imports i WHERE i.list_id = l.id)',
      [id],
    );
  }
}
