import { type Operation, type OperationId, OPERATIONS } from '@herald/provider';
import { isDeepStrictEqual } from 'node:util';

import { canonical } from '../support/canonical';
import { type FilterProbe, filterProblems } from './filter-check';
import { differences } from './reference-shape';
import { type Exchange, type Tap } from './tap';

/** A method of the SDK, under the name it has there. */
export interface SdkCall {
  readonly name: string;
  readonly call: () => Promise<unknown>;
  /** The operation is driven by it all the same, but what it returns is not held against the answer, for this reason. */
  readonly broken?: string;
}

/** How one operation is driven. */
export interface OperationPlan {
  readonly sdk: readonly SdkCall[];
  /** Methods of the SDK that are for this operation, and cannot drive it. */
  readonly unusable?: readonly { readonly name: string; readonly reason: string }[];
  readonly herald: () => Promise<unknown>;
  /** The same in the path's other spelling; needed where the reference has two. */
  readonly other?: () => Promise<unknown>;
  /** The part of the answer that Herald's client returns; all of it unless told otherwise. */
  readonly part?: (answer: Json) => unknown;
  /** What the two clients do makes two things: their answers agree in their fields, not in their ids. */
  readonly makes?: boolean;
  /** Of a list: every filter that the reference has for it. */
  readonly filters?: readonly FilterProbe[];
  /** Fields of the reference's examples that this answer has no reason to have. */
  readonly absent?: readonly string[];
}

export type Json = Readonly<Record<string, unknown>>;

export interface OperationResult {
  readonly id: OperationId;
  /** The SDK's methods that drove it. */
  readonly sdk: readonly string[];
  /** What of the SDK does not work here, and why. */
  readonly sdkFaults: readonly string[];
  /** Of the path. */
  readonly spellings: number;
  /** How many of a list's filters were tried. */
  readonly filters: number;
  /** None: it passed. */
  readonly problems: readonly string[];
}

/** Drives one operation by the SDK and by Herald's client, and holds every answer against the reference and each other. */
export async function checkOperation(id: OperationId, plan: OperationPlan, tap: Tap): Promise<OperationResult> {
  const problems: string[] = [];
  const operation: Operation = OPERATIONS[id];
  const answers: Json[] = [];

  async function drive(
    who: string,
    call: () => Promise<unknown>,
  ): Promise<{ result: unknown; answer: Json } | undefined> {
    tap.take();
    let result: unknown;
    try {
      result = await call();
    } catch (error) {
      const [exchange] = tap.take();
      problems.push(`${who} failed: ${errorText(error)} ${JSON.stringify(exchange?.body ?? '')}`);
      return undefined;
    }
    const exchanges = tap.take().filter((each) => isOf(operation, each));
    const [exchange] = exchanges;
    if (exchange === undefined || exchanges.length > 1) {
      problems.push(`${who} made ${exchanges.length} requests of ${operation.method} ${operation.path}`);
      return undefined;
    }
    if (exchange.status !== operation.status)
      problems.push(`${who} was answered ${exchange.status}, not ${operation.status}`);
    const answer = (exchange.body ?? {}) as Json;
    problems.push(...differences(id, answer, plan.absent).map((text) => `the answer to ${who} ${text}`));
    answers.push(answer);
    return { result, answer };
  }

  for (const { name, call, broken } of plan.sdk) {
    const driven = await drive(`the SDK’s ${name}`, call);
    // Some methods say no more than true.
    if (driven === undefined || broken !== undefined || driven.result === true) continue;
    const lost = within(canonical(driven.result), canonical(driven.answer));
    if (lost !== undefined) problems.push(`the SDK’s ${name} returns ${lost} otherwise than it was answered`);
  }
  for (const [who, call] of [['Herald', plan.herald] as const, ['Herald’s other spelling', plan.other] as const]) {
    if (call === undefined) continue;
    const driven = await drive(who, call);
    if (driven === undefined) continue;
    const expected = canonical(plan.part?.(driven.answer) ?? driven.answer);
    if (!isDeepStrictEqual(canonical(driven.result), expected))
      problems.push(`${who} returns other than it was answered`);
  }
  if (operation.otherPath !== undefined && plan.other === undefined) problems.push('the other spelling was not driven');
  problems.push(
    ...(await filterProblems(plan.filters ?? []).catch((error: unknown) => [`a filter failed: ${errorText(error)}`])),
  );
  problems.push(...disagreements(answers, plan.makes === true));
  return {
    id,
    sdk: plan.sdk.map(({ name }) => name),
    sdkFaults: [
      ...plan.sdk.flatMap(({ name, broken }) => (broken === undefined ? [] : [`${name} ${broken}`])),
      ...(plan.unusable ?? []).map(({ name, reason }) => `${name} ${reason}`),
    ],
    spellings: plan.other === undefined ? 1 : 2,
    filters: plan.filters?.length ?? 0,
    problems: [...new Set(problems)],
  };
}

function isOf({ method, path, otherPath }: Operation, exchange: Exchange): boolean {
  if (exchange.method.toUpperCase() !== method) return false;
  return [path, otherPath].some((each) => each !== undefined && patternOf(each).test(exchange.path));
}

/** The last slash may be missing, as in the reference itself. */
function patternOf(path: string): RegExp {
  return new RegExp(`^${path.replace(/\/$/, '').replace(/\{\w+\}/g, '[^/]+')}/?$`);
}

function disagreements(answers: readonly Json[], makes: boolean): readonly string[] {
  const shapes = answers.map((answer) => (makes ? namesOf(answer) : canonical({ ...answer, api_id: null })));
  return shapes.every((shape) => isDeepStrictEqual(shape, shapes[0])) ? [] : ['the answers do not agree'];
}

function namesOf(answer: Json): readonly string[] {
  return Object.keys(canonical(answer) as object);
}

/** The first place where `part` holds something that `whole` does not; what the SDK leaves out it leaves out. */
function within(part: unknown, whole: unknown, path = ''): string | undefined {
  if (Array.isArray(part)) {
    // The SDK returns a bare list where the answer has an envelope.
    const list = Array.isArray(whole) ? whole : ((whole as Json | null)?.objects as unknown[] | undefined);
    if (list?.length !== part.length) return path || 'the list';
    return firstOf(part.map((each, at) => within(each, list[at], `${path}[${at}]`)));
  }
  if (typeof part === 'object' && part !== null) {
    if (typeof whole !== 'object' || whole === null) return path || 'the object';
    const fields = Object.entries(part).filter(([name]) => name !== 'id' && name in whole);
    if (fields.length === 0 && Object.keys(part).length > 0) return path || 'every field';
    return firstOf(fields.map(([name, each]) => within(each, (whole as Json)[name], `${path}.${name}`)));
  }
  return Object.is(part, whole) ? undefined : path || 'it';
}

function firstOf(found: readonly (string | undefined)[]): string | undefined {
  return found.find((each) => each !== undefined);
}

function errorText(error: unknown): string {
  return error instanceof Error ? error.message : String(error).split('\n', 1).join('');
}
