export { contentFaults, senderFault, type WrittenMessage } from './check-content';
export { ContentModule } from './content.module';
export { type Channel, type HeldBack, type Route, routeTo } from './domain/channels';
export { type Fault } from './domain/fault';
export {
  BUTTON_TYPES,
  COMPONENT_TYPES,
  IF_MISSING,
  INTERACTIVE_TYPES,
  type MessageContent,
  PARAMETER_TYPES,
} from './domain/message-content';
export { type CopyState, MediaCopies } from './media/media-copies';
export { MediaLibrary, type StoredMedium, tooMany } from './media/media-library';
export { type NewMedium } from './media/media.repository';
export { MAX_UPLOAD_FILES, type Medium } from './media/medium';
export { MessageRenderer, type Rendered, type RequestContent } from './message-renderer';
