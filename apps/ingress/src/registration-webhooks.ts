import { payloadOf, WebhookIntake, WebhookTally, type WebhookKind } from '@herald/inbound';
import { Inject, Injectable } from '@nestjs/common';
import { type SignatureSettings, SignedForms } from './signed-forms';
import { WEBHOOK_SETTINGS } from './status-callbacks';
import type { IngressRoute, Reply, WebhookRequest } from './webhook-request';

/**
 * A door for what the provider tells about registrations. Nothing is made of it here: it is stored as it came, whatever its fields
 * are called, and a worker applies it.
 */
abstract class StoredWebhooks implements IngressRoute {
  abstract readonly path: string;
  protected abstract readonly kind: WebhookKind;
  readonly bodyLimitBytes = 65_536;
  private readonly forms: SignedForms;

  constructor(
    settings: SignatureSettings,
    private readonly intake: WebhookIntake,
    private readonly tally: WebhookTally,
  ) {
    this.forms = new SignedForms(settings);
  }

  answer(request: WebhookRequest, reply: Reply): void {
    const form = this.forms.read(request);
    if (typeof form === 'string') {
      this.tally.add(this.kind, form);
      reply(403);
      return;
    }
    const payload = payloadOf(form, request.body);
    if (Object.keys(payload).length === 0) {
      this.countMalformed();
      reply(200);
      return;
    }
    this.intake.accept({ kind: this.kind, payload }).then(
      () => {
        reply(200);
      },
      () => {
        // Not committed means not acknowledged.
        reply(503);
      },
    );
  }

  countMalformed(): void {
    this.tally.add(this.kind, 'malformed');
  }
}

/** 10DLC brands, campaigns, and numbers being linked and unlinked. */
@Injectable()
export class TendlcWebhooks extends StoredWebhooks {
  readonly path = '/callbacks/plivo/10dlc';
  protected readonly kind = '10dlc';

  constructor(@Inject(WEBHOOK_SETTINGS) settings: SignatureSettings, intake: WebhookIntake, tally: WebhookTally) {
    super(settings, intake, tally);
  }
}

/** Toll-free verification. */
@Injectable()
export class TollfreeWebhooks extends StoredWebhooks {
  readonly path = '/callbacks/plivo/tollfree';
  protected readonly kind = 'tollfree';

  constructor(@Inject(WEBHOOK_SETTINGS) settings: SignatureSettings, intake: WebhookIntake, tally: WebhookTally) {
    super(settings, intake, tally);
  }
}
