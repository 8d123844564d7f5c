export { ConsentModule } from './consent.module';
export { type Suppression, type SuppressionPage, type SuppressionsAdded } from './suppression';
export { SuppressionService } from './suppression.service';
