import { SendersModule } from '@herald/senders';
import { Module } from '@nestjs/common';

@Module({ imports: [SendersModule], controllers: [] })
export class SendersApiModule {}
