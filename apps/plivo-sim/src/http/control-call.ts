import { type ServerResponse } from 'node:http';

import { type World } from '../world';
import { type PathParams } from './path-pattern';

/** A call of one of the simulator's own controls. */
export interface ControlCall {
  readonly world: World;
  /** What the braces of the path matched. */
  readonly params: PathParams;
  readonly query: URLSearchParams;
  /** The parsed JSON body; undefined without one. */
  readonly body: unknown;
  readonly response: ServerResponse;
}

/** @throws AppError: 404 for `not_found`, else 400 */
export type ControlHandler = (call: ControlCall) => void | Promise<void>;
