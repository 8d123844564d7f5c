import type { INestApplication } from '@nestjs/common';
import { DocumentBuilder, type OpenAPIObject, SwaggerModule } from '@nestjs/swagger';
import { cleanupOpenApiDoc } from 'nestjs-zod';
import { completeOperations } from './complete-operations';
import { tidy } from './tidy';
import { restoreNullables } from './restore-nullables';

const DESCRIPTION = `Bulk messaging campaigns: CSV lists in, a report whose numbers add up out.

Every route but health needs an API key (\`Authorization: Bearer hk_…\`). Errors are RFC 9457 problem details with a stable \`code\`.
Every POST takes an \`Idempotency-Key\`. Lists are paged: \`?limit=&cursor=\` → \`{objects, next_cursor}\`.`;

/** The whole API, from the code. Needs no running service: the application may be a preview. */
export function openApiDocument(app: INestApplication): OpenAPIObject {
  const builder = new DocumentBuilder()
    .setTitle('Herald')
    .setDescription(DESCRIPTION)
    .setVersion('1')
    .setOpenAPIVersion('3.1.0')
    .addBearerAuth({ type: 'http', scheme: 'bearer', description: 'An API key: hk_…' }, 'api_key')
    .addSecurityRequirements('api_key')
    .build();
  const document = SwaggerModule.createDocument(app, builder, {
    operationIdFactory: (controller, method) => `${controller.replace(/Controller$/, '')}_${method}`,
  });
  return tidy(completeOperations(cleanupOpenApiDoc(restoreNullables(document), { version: '3.1' })));
}
