import { type Client, isMiraError, type MiraError, type RequestOptions, readJson, request } from '@mira/core'
import { readErrorBody } from '@mira/core/internal'
import type { Grid } from './decode-cells.ts'
import { isFields } from './fields.ts'
import type { ImageSource } from './image-source.ts'
import { type LocateResult, readLocateResult } from './locate-result.ts'
import type { Open } from './open.ts'
import { toImageUrl } from './to-image-url.ts'

/** The known fields of a search. */
export interface LocateFields {
  /** Where to look; a file goes out as a `data:` URI. */
  image: ImageSource
  /** What to look for, in words. */
  target: string
  /** Boxes (the server's default), or the cells of a grid. */
  mode?: 'box' | 'grid' | (string & {}) | undefined
  grid?: Grid | undefined
}

/** Parameters of {@link locate}; fields that are not listed are sent as they are. */
export type LocateParams = Open<LocateFields>

/**
 * Finds something in an image. That it is not there is a result (`found: false`), not an error.
 *
 * @param client Connection made with `createClient`.
 * @throws {MiraError} as every call.
 * @throws {TypeError} for a target that is no text, and for an image that is none.
 * @see docs/protocol.md#locate
 */
export async function locate(
  client: Client,
  params: LocateParams,
  options: RequestOptions = {},
): Promise<LocateResult> {
  const { image, target, ...fields }: LocateFields = params
  if (typeof target !== 'string' || target === '') throw new TypeError('target must be a text, and not empty')
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

/** Tells a 404 for what was looked for from one for the endpoint or the model. */
function saysNotThere({ status, body }: MiraError, target: string): boolean {
  if (status !== 404) return false
  if (isFields(body) && body.found === false) return true
  const { message = '', code = '' } = readErrorBody(body)
  const words = `${message} ${code.replaceAll('_', ' ')}`.toLowerCase()
  // Whatever the target is called, it says nothing of the endpoint.
  const rest = words.replaceAll(target.toLowerCase(), '')
  return (rest !== words || notThere.test(rest)) && !elsewhere.test(rest)
}

const notThere = /\b(target|objects?|match(es)?|nothing|detections?|locate|in the (image|picture))\b/
const elsewhere = /\b(endpoint|route|path|page|url|model|method)\b/
