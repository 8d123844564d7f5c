import type { MessageType, RichContent, Sender } from '@herald/provider';

/** A batch as it was claimed: what goes into the request, and what its record needs. */
export interface ClaimedBatch {
  readonly id: string;
  /** After the claim: whoever writes about this attempt must show it. */
  readonly fence: number;
  readonly campaignId: number;
  readonly country: string;
  readonly attempt: number;
  readonly setbacks: number;
  /** Still to be sent to: without those who opted out, and those that have a state of their own already. */
  readonly destinations: readonly string[];
  /** Left out by this claim because they opted out. */
  readonly suppressed: number;
  readonly content: BatchContent;
}

export interface BatchContent extends RichContent {
  readonly from: Sender;
  readonly text: string;
  readonly type: MessageType;
  readonly log: 'true' | 'false' | 'content_only' | 'number_only';
  readonly trackable: boolean;
  readonly messageExpiry: number | null;
}
