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
  describeImages,
  ImageEventSchema,
  ImageListSchema,
  type ImageRequestBody,
  ImageRequestSchema,
  imageUsage,
  isInBase64,
  listReferences,
  readMask,
  toImageQuality,
  toImageSize,
} from '../../wire/image.ts'
import { bearerSecurity, jsonEndpointErrors, jsonRequest } from '../../wire/openapi.ts'
import { encodeTypedEvents } from '../../wire/typed-events.ts'
import { jsonResponseOf } from '../json-response.ts'
import { imageEndpoint, imageFormEndpoint } from '../middleware/endpoint.ts'
import { toCall } from './call.ts'
import { streamResponse } from './stream-response.ts'

const responses = {
  200: {
    description: 'The images, each by URL or in base64; with `stream: true`, as a stream of events',
    content: {
      'application/json': { schema: ImageListSchema },
      'text/event-stream': { schema: ImageEventSchema },
    },
  },
  ...jsonEndpointErrors,
}

/** Components that the routes require. */
type RouteContext = Pick<
  ServerContext,
  | 'admission'
  | 'catalog'
  | 'engines'
  | 'idempotentRuns'
  | 'keepAliveMs'
  | 'keyGuard'
  | 'limits'
  | 'logger'
  | 'media'
  | 'mediaLinks'
  | 'moderator'
  | 'now'
  | 'pendingWork'
  | 'imageReader'
  | 'usageWriter'
  | 'requestRate'
  | 'store'
  | 'streamSlots'
>

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
export function imageRoutes(context: RouteContext): OpenAPIHono<AppEnv> {
  const app = new OpenAPIHono<AppEnv>()
  for (const path of ['/v1/images/generate', '/v1/images/generations']) {
    app.openapi(generateRoute(context, path), async (c) => {
      const body = c.req.valid('json')
      return generate(context, c, { body, references: listReferences(body), mask: readMask(body) })
    })
  }
  for (const path of ['/v1/images/edit', '/v1/images/edits']) {
    app.openapi(editRoute(context, path), async (c) => {
      const form = c.get('form')
      const inputs = form === undefined ? readJson(await parseJson(c)) : await readForm(form)
      if (inputs.references.length === 0) {
        throw new ApiError(400, 'reference_images: expected 1 to 4 images, received none')
      }
      return generate(context, c, inputs)
    })
  }
  return app
}

function generateRoute(context: RouteContext, path: string) {
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

function editRoute(context: RouteContext, path: string) {
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
  // An empty field is what a form has for one without a value.
  const given = Object.entries(texts).filter(([, [value]]) => value !== '')
  const body = parseBody(Object.fromEntries(given.map(([name, [value]]) => [name, value])))
  const isMask = ({ field }: { field: string }) => field === 'mask'
  const load = (file: { path: string }): Promise<ImageSource> => readFile(file.path)
  const loaded = await Promise.all(files.filter((file) => !isMask(file)).map(load))
  const [mask = masks[0]] = await Promise.all(files.filter(isMask).map(load))
  return { body, references: [...loaded, ...image, ...reference_images], mask }
}

function parseBody(value: unknown): ImageRequestBody {
  const parsed = ImageRequestSchema.safeParse(value)
  if (!parsed.success) throw invalidRequest(422, parsed.error.issues, value)
  return parsed.data
}

async function generate(context: RouteContext, c: Context<AppEnv>, inputs: ImageInputs): Promise<Response> {
  const { body, references } = inputs
  const created = () => Math.floor(context.now() / 1_000)
  if (body.stream !== true) {
    const images = await generateImages(context, toCall(c), toRequest(inputs))
    return jsonResponseOf({
      created: created(),
      ...describeImages(body, images),
      data: images.map(({ data, file, revisedPrompt }) => ({
        ...(file === undefined ? { b64_json: toBase64(data) } : { url: signMediaUrl(context, c, file) }),
        ...(revisedPrompt === undefined ? {} : { revised_prompt: revisedPrompt }),
      })),
    })
  }
  return streamResponse(context, toCall(c, { isStream: true }), async (call, toError) => {
    const images = await generateImages(context, call, toRequest(inputs))
    // No engine shows an image before it is complete.
    const events = images.map((image) => ({
      type: references.length === 0 ? 'image_generation.completed' : 'image_edit.completed',
      b64_json: toBase64(image.data),
      created_at: created(),
      ...describeImages(body, [image]),
      usage: imageUsage,
    }))
    return { events: encodeTypedEvents(events, toError), close: async () => undefined }
  })
}

function toRequest({ body, references, mask }: ImageInputs): GenerateImagesRequest {
  return {
    references,
    mask,
    model: body.model ?? undefined,
    prompt: body.prompt,
    size: toImageSize(body.size),
    quality: toImageQuality(body.quality),
    count: body.n ?? 1,
    seed: body.seed ?? undefined,
    format: body.output_format ?? undefined,
    compression: body.output_compression ?? undefined,
    isStored: !isInBase64(body),
  }
}

function toBase64(data: Uint8Array): string {
  return Buffer.from(data.buffer, data.byteOffset, data.byteLength).toString('base64')
}
