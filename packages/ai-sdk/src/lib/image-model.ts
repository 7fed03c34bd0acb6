import {
  type ImageModelV4,
  type ImageModelV4CallOptions,
  type ImageModelV4File,
  type ImageModelV4Result,
  type ImageModelV4Usage,
  type JSONObject,
  type SharedV4Warning,
  UnsupportedFunctionalityError,
} from '@ai-sdk/provider'
import { type Client, isMiraError } from '@mira/core'
import { amendError, decodeBase64, stateOf, toRecord } from '@mira/core/internal'
import { editImages, type GeneratedImage, generateImages, type ImageSource, type ImagesResult } from '@mira/media'
import { readWireFields, toRequestOptions } from './call-options.ts'
import { type ModelContext, providerName } from './model-context.ts'
import { readReplyHeaders, unknownFieldWarnings } from './reply-headers.ts'
import { type FailedCall, toCallError } from './to-call-error.ts'

/** Maximum images per request, of the local server; the documentation of the API names none. */
const maxImagesPerCall = 4

/** Creates an image model. With files it edits the first of them; the others are references. */
export function createImageModel(context: ModelContext, modelId: string): ImageModelV4 {
  return {
    specificationVersion: 'v4',
    provider: `${providerName}.image`,
    modelId,
    maxImagesPerCall,
    supportsFileInputs: true,
    supportsMaskInputs: true,
    doGenerate: (options) => generate(context.getClient(), modelId, options),
  }
}

async function generate(
  client: Client,
  modelId: string,
  options: ImageModelV4CallOptions,
): Promise<ImageModelV4Result> {
  const { prompt, n, size, seed, aspectRatio, files, mask, providerOptions } = options
  if (!prompt) throw new UnsupportedFunctionalityError({ functionality: 'images without a prompt' })
  if (mask && !files?.length) throw new UnsupportedFunctionalityError({ functionality: 'a mask without a file' })
  const fields = readWireFields(providerOptions, ['model', 'prompt', 'n', 'reference_images', 'mask', 'stream'])
  const body = { model: modelId, prompt, n, size, seed, ...fields }
  const requestOptions = toRequestOptions(options)
  const timestamp = new Date(stateOf(client).clock.now())
  const isEdit = files !== undefined && files.length > 0
  const sent = isEdit
    ? editImages(
        client,
        { ...body, reference_images: files.map(toSource), mask: mask && toSource(mask) },
        requestOptions,
      )
    : generateImages(client, body, requestOptions)
  const path = isEdit ? '/v1/images/edit' : '/v1/images/generate'
  const call: FailedCall = { client, path, body, modelId, modelType: 'imageModel', isBilled: true }
  const result = await sent.catch((error: unknown) => {
    throw toCallError(error, call)
  })
  const headers = readReplyHeaders(client, result)
  const usage = toImageUsage(result.usage)
  return {
    images: await readImages(result, call, options.abortSignal),
    warnings: [...aspectRatioWarnings(aspectRatio), ...unknownFieldWarnings(headers)],
    providerMetadata: { [providerName]: { images: result.data.map(describe) } },
    response: { timestamp, modelId, headers },
    ...(usage && { usage }),
  }
}

const toSource = (file: ImageModelV4File): ImageSource => {
  if (file.type === 'url') return file.url
  const { data, mediaType } = file
  return { source: typeof data === 'string' ? decodeBase64(data) : data, type: mediaType }
}

function aspectRatioWarnings(aspectRatio: string | undefined): SharedV4Warning[] {
  if (aspectRatio === undefined) return []
  return [{ type: 'unsupported', feature: 'aspectRatio', details: 'use size, such as 1536x1024' }]
}

/** Returns base64 if the server sent that for each image, otherwise the content of their URLs. */
async function readImages(
  result: ImagesResult,
  call: FailedCall,
  signal: AbortSignal | undefined,
): Promise<string[] | Uint8Array[]> {
  const inline = result.data.map(({ b64_json }) => b64_json)
  if (inline.every((base64) => typeof base64 === 'string')) return inline
  try {
    return await Promise.all(result.data.map((image) => image.bytes({ signal })))
  } catch (error) {
    // The images are generated and billed: a caller who has their URLs can read them again, and must not generate others.
    const failure = isMiraError(error) ? amendError(error, { retryable: false, partial: result }) : error
    throw toCallError(failure, call)
  }
}

/** Fields of an image except its content. Its URL is left out, because metadata is logged and the URL is signed. */
const describe = ({ b64_json, url, ...fields }: GeneratedImage): JSONObject => ({ ...fields }) as JSONObject

function toImageUsage(usage: unknown): ImageModelV4Usage | undefined {
  const { input_tokens, output_tokens, total_tokens } = toRecord(usage) as Record<string, number | undefined>
  if ((input_tokens ?? output_tokens ?? total_tokens) === undefined) return undefined
  return { inputTokens: input_tokens, outputTokens: output_tokens, totalTokens: total_tokens }
}
