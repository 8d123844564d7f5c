/** RFC 9457, as `http/problem.ts` writes it. */
export const PROBLEM_SCHEMA = {
  type: 'object',
  description: 'RFC 9457 problem details',
  required: ['type', 'title', 'status', 'code', 'detail', 'instance', 'request_id'],
  properties: {
    type: { type: 'string', examples: ['urn:herald:problem:invalid_request'] },
    title: { type: 'string', description: "The status's name", examples: ['Unprocessable Entity'] },
    status: { type: 'integer', examples: [422] },
    code: { type: 'string', description: 'Stable: for programs', examples: ['invalid_request'] },
    detail: { type: 'string', description: 'What is wrong and what to do, for people' },
    instance: { type: 'string', description: 'The path that was asked for', examples: ['/v1/campaigns'] },
    request_id: { type: 'string', description: 'Also in X-Request-Id and in the log' },
    errors: {
      type: 'array',
      description: 'One entry per wrong field or row',
      items: {
        type: 'object',
        required: ['message'],
        properties: {
          field: { type: 'string', description: 'Path in the request', examples: ['filter.states[2]'] },
          row: { type: 'integer', description: 'Data row of the CSV: 1 is the first after the header' },
          message: { type: 'string', examples: ['expected string; given: 5'] },
        },
      },
    },
  },
};
