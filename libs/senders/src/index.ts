export { SendersModule } from './senders.module';
