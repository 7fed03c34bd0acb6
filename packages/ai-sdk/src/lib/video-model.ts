import {
  InvalidArgumentError,
  type JSONValue,
  type SharedV4Warning,
  type Experimental_VideoModelV4OperationStartResult as StartResult,
  type Experimental_VideoModelV4OperationStatusResult as StatusResult,
  UnsupportedFunctionalityError,
  type Experimental_VideoModelV4 as VideoModelV4,
  type Experimental_VideoModelV4CallOptions as VideoModelV4CallOptions,
  type Experimental_VideoModelV4File as VideoModelV4File,
} from '@ai-sdk/provider'
import type { Client } from '@mira/core'
import { decodeBase64, stateOf, toRecord } from '@mira/core/internal'
import {
  downloadResult,
  type FrameSource,
  generateVideo,
  type Job,
  type JobJson,
  resumeVideo,
  type VideoParams,
  type VideoReply,
} from '@mira/jobs'
import { readWireFields, type SharedCallOptions, toRequestOptions } from './call-options.ts'
import { type ModelContext, providerName } from './model-context.ts'
import { toCallError } from './to-call-error.ts'

type StartOptions = VideoModelV4CallOptions & { readonly webhookUrl?: string }
type StatusOptions = SharedCallOptions & { readonly operation: JSONValue }

/**
 * Creates a video model. A generation is a job of the server: its reference, which is JSON, can be checked in any process
 * and at any later time.
 */
export function createVideoModel(context: ModelContext, modelId: string): VideoModelV4 {
  return {
    specificationVersion: 'v4',
    provider: `${providerName}.video`,
    modelId,
    maxVideosPerCall: 1,
    doStart: (options) => start(context.getClient(), modelId, options),
    doStatus: (options) => readStatus(context.getClient(), modelId, options),
  }
}

async function start(client: Client, modelId: string, options: StartOptions): Promise<StartResult> {
  const { prompt, aspectRatio, resolution, duration, seed, webhookUrl, providerOptions } = options
  if (!prompt) throw new UnsupportedFunctionalityError({ functionality: 'videos without a prompt' })
  const fields = readWireFields(providerOptions, ['prompt', 'first_frame'])
  const warnings = unsupportedWarnings(options)
  const body: VideoParams = {
    prompt,
    aspect_ratio: aspectRatio === 'adaptive' ? undefined : aspectRatio,
    resolution: toResolution(resolution),
    duration_seconds: duration,
    seed,
    webhook_url: webhookUrl,
    ...fields,
  }
  const timestamp = new Date(stateOf(client).clock.now())
  const first_frame = findFirstFrame(options)
  try {
    const job = await generateVideo(client, { ...body, first_frame }, toRequestOptions(options))
    const operation: JSONValue = JSON.parse(JSON.stringify(job))
    return { operation, warnings, response: { timestamp, modelId, headers: undefined } }
  } catch (error) {
    const failed = { path: '/v1/video/generate', body, isBilled: true } as const
    throw toCallError(error, { client, modelId, modelType: 'videoModel', ...failed })
  }
}

async function readStatus(
  client: Client,
  modelId: string,
  { operation, ...options }: StatusOptions,
): Promise<StatusResult> {
  const job = resume(client, operation)
  const response = { timestamp: new Date(stateOf(client).clock.now()), modelId, headers: undefined }
  try {
    const { status, reason, progress } = await job.refresh(toRequestOptions(options))
    const details = { jobId: job.id, status, ...(progress !== undefined && { progress }) }
    const providerMetadata = { [providerName]: details }
    if (status === 'queued' || status === 'running') return { status: 'pending', providerMetadata, response }
    if (status !== 'succeeded') {
      const error = reason ?? (status === 'canceled' ? 'The generation was canceled.' : 'The generation failed.')
      return { status: 'error', error, providerMetadata, response }
    }
    // The result may be readable with the API key only, which the AI SDK does not have.
    const download = downloadResult(client, job, toRequestOptions(options))
    const { mediaType = 'video/mp4' } = await download.open()
    const video = { type: 'binary', data: await download.bytes(), mediaType } as const
    return { status: 'completed', videos: [video], warnings: [], providerMetadata, response }
  } catch (error) {
    throw toCallError(error, { client, path: '/v1/video', body: { id: job.id }, modelId, modelType: 'videoModel' })
  }
}

function resume(client: Client, operation: JSONValue): Job<VideoReply> {
  try {
    return resumeVideo(client, operation as unknown as string | JobJson)
  } catch (cause) {
    const message = 'operation must be the one that starting the video returned'
    throw new InvalidArgumentError({ argument: 'operation', message, cause })
  }
}

/** The wire names a resolution by its shorter side; the other follows from the aspect ratio. */
function toResolution(resolution: string | undefined): string | undefined {
  const sides = resolution?.split('x').map(Number) ?? []
  return sides.length === 2 ? `${Math.min(...sides)}p` : resolution
}

function findFirstFrame({ image, frameImages }: StartOptions): FrameSource | undefined {
  const file = image ?? frameImages?.find(({ frameType }) => frameType === 'first_frame')?.image
  return file && toFrame(file)
}

function toFrame(file: VideoModelV4File): FrameSource {
  if (file.type === 'url') return file.url
  const { data, mediaType } = file
  return new Blob([typeof data === 'string' ? decodeBase64(data) : data] as BlobPart[], { type: mediaType })
}

function unsupportedWarnings(options: StartOptions): SharedV4Warning[] {
  const isSet = toRecord({
    n: options.n > 1,
    fps: options.fps !== undefined,
    generateAudio: options.generateAudio === true,
    inputReferences: options.inputReferences?.length,
    'frameImages with the last frame': options.frameImages?.some(({ frameType }) => frameType === 'last_frame'),
    'aspectRatio adaptive': options.aspectRatio === 'adaptive',
  })
  const features = Object.keys(isSet).filter((name) => isSet[name])
  return features.map((feature) => ({ type: 'unsupported', feature }))
}
