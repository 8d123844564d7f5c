/** Thrown to answer with a stored status and body, past the handler and whatever status it declares. */
export class StoredAnswer extends Error {
  constructor(
    readonly status: number,
    readonly body: unknown,
  ) {
    super('answered from the idempotency store');
    this.name = 'StoredAnswer';
  }
}
