import type { Fault } from './fault';

/** `{{ name }}`: the value of a recipient's column. */
const PARAMETER = /\{\{([^{}]*)\}\}/g;
const NAME_MAX_CHARACTERS = 64;
export const MAX_PARAMETERS = 20;

/** Names of the columns that a text takes values from, in the order they first come in. */
export function parametersOf(text: string): string[] {
  return [...new Set(Array.from(text.matchAll(PARAMETER), ([, name = '']) => name.trim()))];
}

/** The text with each parameter's value; what is in a value is not looked at again. */
export function fill(text: string, valueOf: (name: string) => string): string {
  return text.includes('{{') ? text.replace(PARAMETER, (_all, name: string) => valueOf(name.trim())) : text;
}

/** The same for every text in a JSON value. */
export function fillAll<Value>(value: Value, valueOf: (name: string) => string): Value {
  if (typeof value === 'string') return fill(value, valueOf) as Value;
  if (Array.isArray(value)) return value.map((each: unknown) => fillAll(each, valueOf)) as Value;
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, each]) => [key, fillAll(each as unknown, valueOf)]),
  ) as Value;
}

/** As `parametersOf`, of every text in a JSON value. */
export function parametersIn(value: unknown): string[] {
  const names = new Set<string>();
  fillAll(value, (name) => {
    names.add(name);
    return '';
  });
  return [...names];
}

/** Braces that were meant to be a parameter and are none. */
export function bracesFault(field: string, text: string): Fault | undefined {
  const code = 'parameter_invalid';
  const left = text.replace(PARAMETER, '');
  if (left.includes('{{') || left.includes('}}')) {
    return {
      code,
      field,
      message: 'has double braces that are no parameter: write {{column}}, and nothing else in double braces',
    };
  }
  const wrong = parametersOf(text).find(
    (name) => name === '' || name.length > NAME_MAX_CHARACTERS || name.includes('\0'),
  );
  if (wrong === undefined) return undefined;
  return {
    code,
    field,
    message: `has a parameter without a name of 1 to ${NAME_MAX_CHARACTERS} characters: write {{column}}`,
  };
}
