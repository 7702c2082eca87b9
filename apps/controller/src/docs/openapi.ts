import { Injectable, type INestApplication } from '@nestjs/common';
import { DocumentBuilder, SwaggerModule, type OpenAPIObject } from '@nestjs/swagger';
import { VERSION } from '@twotwenty/config/version';
import { z } from 'zod';
import { apiComponents, toOpenApi } from '../http/api-schemas.js';

/** Holds the document, which can be made only once the app stands. */
@Injectable()
export class OpenApiDocument {
  private document: OpenAPIObject | undefined;

  /** @param app with all its routes */
  build(app: INestApplication): void {
    this.document = buildDocument(app);
  }

  get(): OpenAPIObject {
    if (this.document === undefined) throw new Error('the OpenAPI document was not built');
    return this.document;
  }
}

/** OpenAPI 3.1 from the routes and the zod schemas they name. Nest's own converter speaks OpenAPI 3.0, so ours replaces it. */
function buildDocument(app: INestApplication): OpenAPIObject {
  const config = new DocumentBuilder()
    .setOpenAPIVersion('3.1.0')
    .setTitle('TwoTwenty')
    .setDescription('A distributed SMTP monitor. Errors are problem documents (RFC 9457) that name every bad field.')
    .setVersion(VERSION)
    .addBearerAuth({ type: 'http', scheme: 'bearer', bearerFormat: 'opaque' }, 'token')
    .addCookieAuth('twotwenty_session', { type: 'apiKey', in: 'cookie', name: 'twotwenty_session' }, 'session')
    .addSecurityRequirements('token')
    .addSecurityRequirements('session')
    .build();
  const document = SwaggerModule.createDocument(app, config, {
    operationIdFactory: (controller, method) => `${controller.replace(/Controller$/, '')}.${method}`,
    standardSchemaConverter: (schema, { schemaType }) =>
      schema instanceof z.ZodType ? { schema: toOpenApi(schema, schemaType) } : undefined,
  });
  return {
    ...document,
    components: { ...document.components, schemas: { ...document.components?.schemas, ...apiComponents() } },
  };
}
