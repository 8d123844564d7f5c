import { InboundIntake, payloadOf, readInbound, WebhookIntake, WebhookTally } from '@herald/inbound';
import type { Form } from '@herald/provider';
import { Inject, Injectable } from '@nestjs/common';
import { type SignatureSettings, SignedForms } from './signed-forms';
import { WEBHOOK_SETTINGS } from './status-callbacks';
import type { IngressRoute, Reply, WebhookRequest } from './webhook-request';

/** A door for what people send to our numbers. An opt-out is committed before its 200; the answer may hold a message to send. */
@Injectable()
export class InboundMessages implements IngressRoute {
  readonly path = '/callbacks/plivo/inbound';
  /** 4,096 characters of WhatsApp take nine bytes each at most, and ten media their URLs. */
  readonly bodyLimitBytes = 65_536;
  private readonly forms: SignedForms;

  constructor(
    @Inject(WEBHOOK_SETTINGS) settings: SignatureSettings,
    private readonly intake: InboundIntake,
    private readonly inbox: WebhookIntake,
    private readonly tally: WebhookTally,
  ) {
    this.forms = new SignedForms(settings);
  }

  answer(request: WebhookRequest, reply: Reply): void {
    const form = this.forms.read(request);
    if (typeof form === 'string') {
      this.tally.add('inbound', form);
      reply(403);
      return;
    }
    const message = readInbound(form);
    if (message === undefined) {
      this.keep(form, request.body, reply);
      return;
    }
    this.intake.accept(message).then(
      ({ xml }) => {
        reply(200, xml);
      },
      () => {
        // The intake has said why. Not committed means not acknowledged.
        reply(503);
      },
    );
  }

  countMalformed(): void {
    this.tally.add('inbound', 'malformed');
  }

  /** Signed, and not understood: somebody has to look at it. */
  private keep(form: Form, body: string, reply: Reply): void {
    const payload = payloadOf(form, body);
    if (Object.keys(payload).length === 0) {
      this.countMalformed();
      reply(200);
      return;
    }
    this.inbox.accept({ kind: 'inbound', payload }).then(
      () => {
        reply(200);
      },
      () => {
        reply(503);
      },
    );
  }
}
