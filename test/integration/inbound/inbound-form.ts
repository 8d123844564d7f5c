let last = 0;

/** The fields of an inbound message as the provider posts them, with an id of its own. */
export function inboundForm(fields: Record<string, string>): Record<string, string> {
  last += 1;
  return {
    MessageUUID: `6d60a428-bfc7-4daf-9d06-${String(last).padStart(12, '0')}`,
    Type: 'sms',
    Units: '1',
    TotalRate: '0',
    TotalAmount: '0',
    MessageIntent: '',
    PowerpackUUID: '',
    ...fields,
  };
}

/** What the provider would send when it gets this answer. */
export function xmlOf(xml: string): { src: string; dst: string; text: string } | undefined {
  const [, src = '', dst = '', text = ''] =
    /^<Response><Message src="(\d+)" dst="(\d+)" type="sms">([^<]*)<\/Message><\/Response>$/.exec(xml) ?? [];
  return src === '' ? undefined : { src, dst, text };
}
