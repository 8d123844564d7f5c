import { type ServerResponse } from 'node:http';

import { type World } from '../world';
import { type PathParams } from './path-pattern';

export interface ControlCall {
  readonly world: World;
  /** What the braces of the path matched. */
  readonly params: PathParams;
  readonly query: URLSearchParams;
  readonly body: unknown;
  readonly response: ServerResponse;
}

export type ControlHandler = (call: ControlCall) => void | Promise<void>;
