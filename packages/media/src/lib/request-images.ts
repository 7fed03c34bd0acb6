import { type Client, type RequestOptions, type RequestSpec, readObject, request } from '@mira/core'
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
      isBilled: true,
      read: async (reply, context) => toImagesResult(client, await readObject(reply, context)),
    },
    options,
  )
}
