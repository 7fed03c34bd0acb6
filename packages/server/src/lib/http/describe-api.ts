import type { OpenAPIHono } from '@hono/zod-openapi'
import type { AppEnv } from '../context.ts'
import { controlPath } from '../control-path.ts'
import { version } from '../version.ts'

/** Operations by path and method. */
type Paths = Readonly<Record<string, Readonly<Record<string, Operation>>>>

interface Operation {
  readonly summary?: string
  readonly description?: string
  readonly security?: readonly unknown[]
  readonly responses: Readonly<Record<string, unknown>>
}

/** Names of the operations, which generated clients turn into functions: part of the API, never changed. */
const operationIds: Readonly<Record<string, string>> = {
  'get /': 'getIndex',
  'get /health': 'getHealth',
  'get /ready': 'getReadiness',
  'get /v1/models': 'listModels',
  'get /v1/models/{id}': 'getModel',
  'get /api/v1/models': 'listLegacyModels',
  'post /v1/chat/completions': 'createChatCompletion',
  'post /v1/completions': 'createCompletion',
  'post /v1/responses': 'createResponse',
  'get /v1/responses/{id}': 'getResponse',
  'delete /v1/responses/{id}': 'deleteResponse',
  'post /v1/responses/{id}/cancel': 'cancelResponse',
  'get /v1/responses/{id}/input_items': 'listResponseInputItems',
  'post /v1/responses/input_tokens': 'countResponseInputTokens',
  'post /v1/embeddings': 'createEmbeddings',
  'post /v1/moderations': 'createModeration',
  'post /v1/images/generate': 'generateImages',
  'post /v1/images/generations': 'createImages',
  'post /v1/images/edit': 'editImage',
  'post /v1/images/edits': 'createImageEdit',
  'post /v1/audio/speech': 'createSpeech',
  'post /v1/audio/transcribe': 'transcribe',
  'post /v1/audio/transcriptions': 'createTranscription',
  'post /v1/audio/translations': 'createTranslation',
  'get /v1/audio/voices': 'listVoices',
  'post /v1/vision/locate': 'locateObjects',
  'get /v1/api-keys': 'listApiKeys',
  'post /v1/api-keys': 'createApiKey',
  'delete /v1/api-keys/{id}': 'revokeApiKey',
  'get /v1/billing/balance': 'getBalance',
  'get /v1/billing/transactions': 'listTransactions',
  'get /v1/usage': 'getUsage',
  'get /v1/quota': 'getQuota',
  'get /v1/realtime/preflight': 'checkRealtime',
  'post /v1/realtime/client_secrets': 'createClientSecret',
  'get /media/{id}': 'downloadMedia',
  'post /v1/audio/music': 'createMusicJob',
  'get /v1/audio/music/{id}': 'getMusicJob',
  'delete /v1/audio/music/{id}': 'deleteMusicJob',
  'post /v1/audio/music/{id}/cancel': 'cancelMusicJob',
  'post /v1/video/generate': 'createVideoJob',
  'get /v1/video/{id}': 'getVideoJob',
  'delete /v1/video/{id}': 'deleteVideoJob',
  'post /v1/video/{id}/cancel': 'cancelVideoJob',
  'get /v1/jobs': 'listJobs',
}

/** Resources by the tag of their operations. */
const tags: Readonly<Record<string, string>> = {
  server: 'State of the server',
  models: 'Models and the engines behind them',
  chat: 'Chat completions, whole or streamed',
  completions: 'Completions of a prompt, the older form of chat',
  responses: 'Responses, whole, streamed or in the background, and their conversations',
  embeddings: 'Vectors of texts',
  moderations: 'Classification of harmful content',
  images: 'Image generation and editing',
  audio: 'Speech, transcription, voices and music jobs',
  vision: 'Object detection',
  'api-keys': 'API keys of the caller',
  billing: 'Balance and transactions',
  usage: 'Usage by day, model, endpoint or key',
  quota: 'Rate limits of the plan',
  realtime: 'Preflight and credentials of realtime sessions; the session itself is a WebSocket',
  files: 'Generated files',
  video: 'Video jobs',
  jobs: 'All jobs of the caller',
  control: 'Control of the emulator',
}

const info = {
  title: 'Mira API',
  version,
  description: 'The vMira API, as implemented by the local server.',
  contact: { name: 'Mira SDK maintainers' },
  license: { name: 'MIT', identifier: 'MIT' },
}

/** Error of a request that no operation sees, such as one with headers that are too large. */
const malformedRequest = {
  description: 'A request that is not valid HTTP',
  content: { 'application/json': { schema: { $ref: '#/components/schemas/Error' } } },
}

/** Describes the routes of an app as an OpenAPI 3.1 document, in which every operation has a name and a tag. */
export function describeApi(app: OpenAPIHono<AppEnv>): object {
  const { webhooks: _none, ...document } = app.getOpenAPI31Document({ openapi: '3.1.0', info })
  const paths = (document.paths ?? {}) as Paths
  const described = Object.entries(paths).map(([path, operations]) => [
    path,
    Object.fromEntries(
      Object.entries(operations).map(([method, operation]) => [method, complete(method, path, operation)]),
    ),
  ])
  const used = new Set(Object.keys(paths).map(tagOf))
  return withoutOneOf({
    ...document,
    tags: [...used].map((name) => ({ name, description: tags[name] })),
    paths: Object.fromEntries(described),
  }) as object
}

function complete(method: string, path: string, operation: Operation): object {
  const { responses } = operation
  const hasClientError = Object.keys(responses).some((status) => status.startsWith('4'))
  return {
    operationId: operationIds[`${method} ${path}`] ?? controlOperationId(method, path),
    // Without a requirement, generators assume that of the document, or none at all.
    security: [],
    description: operation.summary,
    ...operation,
    tags: [tagOf(path)],
    responses: hasClientError ? responses : { ...responses, '4XX': malformedRequest },
  }
}

/**
 * Describes unions by `anyOf`. A discriminator that may be left out, such as the type of a message, does not make the
 * branches of `oneOf` exclusive.
 */
function withoutOneOf(node: unknown): unknown {
  if (typeof node !== 'object' || node === null) return node
  if (Array.isArray(node)) return node.map(withoutOneOf)
  return Object.fromEntries(
    Object.entries(node).map(([name, value]) => [name === 'oneOf' ? 'anyOf' : name, withoutOneOf(value)]),
  )
}

/** Returns the resource of a path, such as `audio`. */
function tagOf(path: string): string {
  const resource = /^\/(?:api\/)?v1\/([\w-]+)/.exec(path)?.[1]
  if (resource !== undefined) return resource
  if (path.startsWith(controlPath)) return 'control'
  return path.startsWith('/media/') ? 'files' : 'server'
}

/** Names an operation of the control API by its path: `deleteControlFixturesById`. */
function controlOperationId(method: string, path: string): string {
  const words =
    path
      .slice(controlPath.length)
      .replaceAll('{', 'by-')
      .match(/[A-Za-z]+/g) ?? []
  return `${method}Control${words.map((word) => word[0]?.toUpperCase() + word.slice(1)).join('')}`
}
