export { type ConfiguredLimits } from './domain/configured-lanes';
export {
  HERALD,
  type Hold,
  type Lane,
  LANE_CHANNELS,
  LANE_KINDS,
  type LaneChannel,
  type LaneKind,
  type MessageChannel,
  ratePerSecond,
} from './domain/lane';
export { type HeldLane, LaneBook, type Passage, type TouchedLane, type WholeLane } from './domain/lane-book';
export { type DerivedLane } from './domain/derived-lane';
export { senderKey, type SenderType, senderType } from './domain/sender-type';
export { Lanes } from './lanes';
export { LanesModule } from './lanes.module';
