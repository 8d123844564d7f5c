/** Decoded pairs of a form body or a query, keys as they came; a repeated key has an array. Without a prototype. */
export type FormFields = Readonly<Record<string, string | string[] | undefined>>;
