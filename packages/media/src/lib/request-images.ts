import { billed, type Client, type RequestOptions, type RequestSpec, request } from '@mira/core'
import { readReply } from '@mira/core/internal'
import { type ImagesResult, toImagesResult } from './generated-image.ts'

/** Sends an image request. It is billed, so it is retried only if that cannot bill it twice. */
export function requestImages(
  client: Client,
  spec: Pick<RequestSpec<ImagesResult>, 'operation' | 'path' | 'json' | 'body'>,
  options: RequestOptions,
): Promise<ImagesResult> {
  return request(
    client,
    {
      ...spec,
      billing: billed,
      read: async (reply, context) => toImagesResult(client, await readReply<ImagesReply>(reply, context, hasImages)),
    },
    options,
  )
}

type ImagesReply = { readonly data?: unknown; readonly images?: unknown }

const hasImages = (body: ImagesReply): boolean => [body, body.data, body.images].some(Array.isArray)
