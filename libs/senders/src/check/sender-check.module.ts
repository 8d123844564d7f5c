import { Module } from '@nestjs/common';
import { SenderFactsRepository } from './sender-facts.repository';
import { Senders } from './senders';

/** The check of a campaign's sender; asks the provider nothing. Needs DatabaseModule. */
@Module({ providers: [Senders, SenderFactsRepository], exports: [Senders] })
export class SenderCheckModule {}
