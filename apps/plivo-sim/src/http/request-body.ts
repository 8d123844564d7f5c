import { ApiFault } from './api-fault';

/** A file of a multipart upload. */
export interface UploadedFile {
  /** The form field that it came in. */
  readonly field: string;
  readonly name: string;
  readonly contentType: string;
  readonly bytes: Buffer;
}

/** A request's body, whichever way it was written: a JSON object, a form or a multipart upload. */
export interface RequestBody {
  /** Names and values as sent: of a form, texts; a name that came several times, a list of them. */
  readonly fields: Readonly<Record<string, unknown>>;
  readonly files: readonly UploadedFile[];
}

const EMPTY: RequestBody = { fields: {}, files: [] };

function parseJson(bytes: Buffer): RequestBody {
  let parsed: unknown;
  try {
    parsed = JSON.parse(bytes.toString('utf8'));
  } catch {
    throw new ApiFault(400, 'request body must be valid JSON');
  }
  // The official SDK writes an empty text where it has nothing to say.
  if (parsed === '' || parsed === null) return EMPTY;
  if (typeof parsed !== 'object' || Array.isArray(parsed)) {
    throw new ApiFault(400, 'request body must be a JSON object');
  }
  return { fields: parsed as Record<string, unknown>, files: [] };
}

async function parseForm(bytes: Buffer, contentType: string): Promise<RequestBody> {
  let form: FormData;
  try {
    // eslint-disable-next-line @typescript-eslint/no-deprecated -- it warns of unbounded uploads; this one was read whole, within a limit
    form = await new Response(new Uint8Array(bytes), { headers: { 'content-type': contentType } }).formData();
  } catch {
    throw new ApiFault(400, 'request body could not be read as the form that its content type names');
  }
  const fields: Record<string, unknown> = {};
  const files: UploadedFile[] = [];
  for (const name of new Set(form.keys())) {
    const texts: string[] = [];
    for (const value of form.getAll(name)) {
      if (typeof value === 'string') {
        texts.push(value);
      } else {
        const content = Buffer.from(await value.arrayBuffer());
        files.push({ field: name, name: value.name, contentType: value.type, bytes: content });
      }
    }
    if (texts.length > 0) fields[name] = texts.length === 1 ? texts[0] : texts;
  }
  return { fields, files };
}

/**
 * Parses a body by its content type; one without a type is read as JSON.
 *
 * @throws ApiFault 400 when it is not what it says it is
 */
export async function parseRequestBody(bytes: Buffer, contentType: string | undefined): Promise<RequestBody> {
  if (bytes.length === 0) return EMPTY;
  const type = (contentType ?? '').toLowerCase();
  const isForm = type.startsWith('application/x-www-form-urlencoded') || type.startsWith('multipart/form-data');
  return isForm ? parseForm(bytes, contentType ?? '') : parseJson(bytes);
}
