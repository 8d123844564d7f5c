import type { OpenAPIObject } from '@nestjs/swagger';

type Schemas = NonNullable<NonNullable<OpenAPIObject['components']>['schemas']>;
type Schema = Schemas[string];

// Left by nestjs-zod on a property whose JSON schema has no single type; its clean-up removes it.
const NO_SINGLE_TYPE = 'x-nestjs_zod-empty-type';

/**
 * zod 4.6 writes a nullable string as `type: [string, null]`. @nestjs/swagger takes a list of types for "array of the first one",
 * so such properties come out as arrays. To be run before nestjs-zod's clean-up, while they can be told from real arrays.
 */
export function restoreNullables(document: OpenAPIObject): OpenAPIObject {
  const { components } = document;
  if (components?.schemas === undefined) return document;
  const schemas = mapValues(components.schemas, (schema) =>
    'properties' in schema ? { ...schema, properties: mapValues(schema.properties, restore) } : schema,
  );
  return { ...document, components: { ...components, schemas } };
}

function restore(property: Schema): Schema {
  if (!(NO_SINGLE_TYPE in property) || !('items' in property) || property.type !== 'array') return property;
  const { items, ...others } = property;
  const type = 'type' in items ? items.type : undefined;
  // The types of @nestjs/swagger know OpenAPI 3.0 only.
  return { ...others, type: [type, 'null'] } as unknown as Schema;
}

function mapValues<T>(record: Record<string, T>, change: (value: T) => T): Record<string, T> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, change(value)]));
}
