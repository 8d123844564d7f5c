import type { INestApplication } from '@nestjs/common';
import { SwaggerModule } from '@nestjs/swagger';
import { openApiDocument } from './document';

/** The document at /openapi.json and its UI at /docs, with the assets of the installed package: nothing comes from a CDN. */
export function registerDocs(app: INestApplication): void {
  SwaggerModule.setup('docs', app, () => openApiDocument(app), {
    jsonDocumentUrl: '/openapi.json',
    raw: ['json'],
    customSiteTitle: 'Herald API',
    swaggerOptions: { persistAuthorization: true },
  });
}
