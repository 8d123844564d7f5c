import { type ServerResponse } from 'node:http';

import { type SimulatorOptions } from '../options/options';
import { answer, answerJson } from './answer';

const TEXT = 'Too Many Requests';

/** 429 in one of the shapes that no source settles. */
export function answerThrottled(response: ServerResponse, apiId: string, unknowns: SimulatorOptions['unknowns']): void {
  const { throttle_body: body, throttle_retry_after_s: retryAfter } = unknowns;
  const headers = retryAfter === null ? {} : { 'retry-after': String(retryAfter) };
  switch (body) {
    case 'json':
      answerJson(response, 429, { api_id: apiId, error: TEXT }, headers);
      break;
    case 'text':
      answer(response, 429, 'text/plain', TEXT, headers);
      break;
    case 'html':
      answer(response, 429, 'text/html', `<html><body><h1>429 ${TEXT}</h1></body></html>`, headers);
      break;
    case 'empty':
      answer(response, 429, 'text/plain', '', headers);
      break;
  }
}
