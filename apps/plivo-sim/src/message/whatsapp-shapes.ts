import { interactiveFault } from './interactive-shape';
import { type Json } from './json-shape';
import { locationFault } from './location-shape';
import { templateFault } from './template-shape';

/** The first fault of a WhatsApp body's content, or undefined. */
export function whatsappFault(body: Json, text: string | null, media: readonly string[]): string | undefined {
  const { template, interactive, location } = body;
  const shapes = [template, interactive, location].filter((each) => each !== undefined && each !== null);
  if (shapes.length > 1) return 'only one of template, interactive and location can be specified';
  if (shapes.length === 0 && text === null && media.length === 0) {
    return 'one of text, media_urls, template, interactive and location is required for whatsapp';
  }
  if (template !== undefined && template !== null) return templateFault(template);
  if (interactive !== undefined && interactive !== null) return interactiveFault(interactive);
  if (location !== undefined && location !== null) return locationFault(location, 'location');
  return undefined;
}
