import { readFile } from 'node:fs/promises'
import { createRoute, OpenAPIHono } from '@hono/zod-openapi'
import type { Context } from 'hono'
import { ApiError } from '../../api-error.ts'
import type { AppEnv, ServerContext } from '../../context.ts'
import { type GenerateImagesRequest, generateImages, type ImageSource } from '../../inference/images.ts'
import { signMediaUrl } from '../../media/sign-media-url.ts'
import type { SpooledForm } from '../../media/spooled-form.ts'
import { invalidRequest } from '../../wire/describe-issues.ts'
import {
  ImageListSchema,
  type ImageRequestBody,
  ImageRequestSchema,
  listReferences,
  readMask,
  toImageQuality,
  toImageSize,
} from '../../wire/image.ts'
import { bearerSecurity, jsonEndpointErrors, jsonRequest, jsonResponse } from '../../wire/openapi.ts'
import { imageEndpoint, imageFormEndpoint } from '../middleware/endpoint.ts'
import { toCall } from './call.ts'

const responses = { 200: jsonResponse(ImageListSchema, 'The images, each by URL or in base64'), ...jsonEndpointErrors }

/** Schema of the edit form for the API description only; the middleware spools the form to disk. */
const editForm = {
  schema: {
    type: 'object' as const,
    required: ['prompt', 'image'],
    properties: {
      prompt: { type: 'string' as const },
      image: { type: 'array' as const, items: { type: 'string' as const, format: 'binary' } },
      mask: { type: 'string' as const, format: 'binary' },
    },
  },
}

/** Creates the routes `POST /v1/images/generate` and `POST /v1/images/edit` and their OpenAI-compatible aliases. */
export function imageRoutes(
  context: Pick<
    ServerContext,
    | 'admission'
    | 'catalog'
    | 'engines'
    | 'idempotentRuns'
    | 'keyGuard'
    | 'limits'
    | 'media'
    | 'mediaLinks'
    | 'moderator'
    | 'now'
    | 'pendingWork'
    | 'imageReader'
    | 'usageWriter'
    | 'requestRate'
    | 'store'
  >,
): OpenAPIHono<AppEnv> {
  const app = new OpenAPIHono<AppEnv>()
  for (const path of ['/v1/images/generate', '/v1/images/generations']) {
    app.openapi(generateRoute(context, path), async (c) => {
      const body = c.req.valid('json')
      const inputs = { body, references: listReferences(body), mask: readMask(body) }
      return c.json(await generate(context, c, inputs), 200)
    })
  }
  for (const path of ['/v1/images/edit', '/v1/images/edits']) {
    app.openapi(editRoute(context, path), async (c) => {
      const form = c.get('form')
      const inputs = form === undefined ? readJson(await parseJson(c)) : await readForm(form)
      if (inputs.references.length === 0) {
        throw new ApiError(400, 'reference_images: expected 1 to 4 images, received none')
      }
      return c.json(await generate(context, c, inputs), 200)
    })
  }
  return app
}

type EndpointContext = Pick<ServerContext, 'admission' | 'idempotentRuns' | 'keyGuard' | 'limits' | 'requestRate'>

function generateRoute(context: EndpointContext, path: string) {
  return createRoute({
    method: 'post',
    path,
    summary: 'Generate images from a prompt and up to 4 reference images',
    security: bearerSecurity,
    middleware: imageEndpoint(context),
    request: { body: jsonRequest(ImageRequestSchema) },
    responses,
  })
}

function editRoute(context: EndpointContext, path: string) {
  return createRoute({
    method: 'post',
    path,
    summary: 'Edit an image or combine up to 4 images, as described by a prompt',
    security: bearerSecurity,
    middleware: imageFormEndpoint(context),
    request: {
      body: {
        content: {
          'application/json': { schema: { $ref: '#/components/schemas/ImageRequest' } },
          'multipart/form-data': editForm,
        },
      },
    },
    responses,
  })
}

/** @throws {ApiError} 400, with the same message as the validator of JSON-only endpoints. */
async function parseJson(c: Context<AppEnv>): Promise<unknown> {
  return c.req.json().catch((cause: unknown) => {
    throw new ApiError(400, 'Malformed JSON in request body', { cause })
  })
}

/** Body of a request and its images, from JSON or from a form. */
interface ImageInputs extends Pick<GenerateImagesRequest, 'references' | 'mask'> {
  readonly body: ImageRequestBody
}

function readJson(value: unknown): ImageInputs {
  const body = parseBody(value)
  return { body, references: listReferences(body), mask: readMask(body) }
}

/** Reads the images of a form, where each is a file or a text field with its URL. */
async function readForm({ fields, files }: SpooledForm): Promise<ImageInputs> {
  const { image = [], reference_images = [], mask: masks = [], ...texts } = Object.fromEntries(fields)
  const body = parseBody(Object.fromEntries(Object.entries(texts).map(([name, [value]]) => [name, value])))
  const isMask = ({ field }: { field: string }) => field === 'mask'
  const load = (file: { path: string }): Promise<ImageSource> => readFile(file.path)
  const loaded = await Promise.all(files.filter((file) => !isMask(file)).map(load))
  const [mask = masks[0]] = await Promise.all(files.filter(isMask).map(load))
  return { body, references: [...loaded, ...image, ...reference_images], mask }
}

function parseBody(value: unknown): ImageRequestBody {
  const parsed = ImageRequestSchema.safeParse(value)
  if (!parsed.success) throw invalidRequest(422, parsed.error.issues)
  return parsed.data
}

async function generate(
  context: Pick<
    ServerContext,
    | 'admission'
    | 'catalog'
    | 'engines'
    | 'media'
    | 'mediaLinks'
    | 'moderator'
    | 'now'
    | 'pendingWork'
    | 'imageReader'
    | 'usageWriter'
    | 'store'
  >,
  c: Context<AppEnv>,
  { body, references, mask }: ImageInputs,
) {
  const isInline = body.response_format === 'b64_json'
  const images = await generateImages(context, toCall(c), {
    references,
    mask,
    model: body.model ?? undefined,
    prompt: body.prompt,
    size: toImageSize(body.size),
    quality: toImageQuality(body.quality),
    count: body.n ?? 1,
    seed: body.seed ?? undefined,
    isStored: !isInline,
  })
  return {
    created: Math.floor(context.now() / 1_000),
    data: images.map(({ data, file, revisedPrompt }) => ({
      ...(file === undefined ? { b64_json: toBase64(data) } : { url: signMediaUrl(context, c, file) }),
      ...(revisedPrompt === undefined ? {} : { revised_prompt: revisedPrompt }),
    })),
  }
}

function toBase64(data: Uint8Array): string {
  return Buffer.from(data.buffer, data.byteOffset, data.byteLength).toString('base64')
}
