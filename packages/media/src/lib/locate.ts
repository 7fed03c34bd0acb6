import {
  type Client,
  type Extensible,
  isMiraError,
  type MiraError,
  type RequestOptions,
  readJson,
  request,
} from '@mira/core'
import { isRecord, readErrorBody } from '@mira/core/internal'
import type { Grid } from './decode-cells.ts'
import type { ImageSource } from './image-source.ts'
import { type LocateResult, readLocateResult } from './locate-result.ts'
import { toImageUrl } from './to-image-url.ts'

/** Known fields of a locate request. */
export interface LocateFields {
  /** Image to search; a file is sent as a `data:` URI. */
  image: ImageSource
  /** Description of the object to find. */
  target: string
  /** Format of the result: boxes (the server's default), or the cells of a grid. */
  mode?: 'box' | 'grid' | (string & {}) | undefined
  grid?: Grid | undefined
}

/** Parameters of {@link locate}. Other fields are sent unchanged when they are spread. */
export type LocateParams = Extensible<LocateFields>

/**
 * Locates an object in an image. If the object is not found, the result is `found: false`, not an error.
 *
 * @param client - Client created with `createClient`.
 * @throws {MiraError} when the call fails.
 * @throws {TypeError} when `target` is not a string or is empty, or `image` is not an image.
 * @see docs/protocol.md#locate
 */
export async function locate(
  client: Client,
  params: LocateParams,
  options: RequestOptions = {},
): Promise<LocateResult> {
  const { image, target, ...fields }: LocateFields = params
  if (typeof target !== 'string' || target === '') throw new TypeError('target must be a non-empty string')
  const json = { ...fields, image: await toImageUrl(image, options.signal), target }
  try {
    return await request(
      client,
      {
        operation: 'vision.locate',
        path: '/v1/vision/locate',
        json,
        read: async (reply, context) => readLocateResult(await readJson(reply, context), fields.grid),
      },
      options,
    )
  } catch (error) {
    if (isMiraError(error) && saysNotThere(error, target)) return { found: false, boxes: [], raw: error.body }
    throw error
  }
}

/** Distinguishes a 404 for the target from one for the endpoint or the model. */
function saysNotThere({ status, body }: MiraError, target: string): boolean {
  if (status !== 404) return false
  if (isRecord(body) && body.found === false) return true
  const { message = '', code = '' } = readErrorBody(body)
  const words = `${message} ${code.replaceAll('_', ' ')}`.toLowerCase()
  // The name of the target is removed because it does not refer to the endpoint.
  const rest = words.replaceAll(target.toLowerCase(), '')
  return (rest !== words || notThere.test(rest)) && !elsewhere.test(rest)
}

const notThere = /\b(target|objects?|match(es)?|nothing|detections?|locate|in the (image|picture))\b/
const elsewhere = /\b(endpoint|route|path|page|url|model|method)\b/
