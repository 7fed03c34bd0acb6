import type { DetectedObject } from '@mira/engine'
import { runMetered } from '../billing/run-metered.ts'
import type { Call } from '../call.ts'
import type { ServerContext } from '../context.ts'
import { engineOptionsOf } from './engine-options.ts'

const model = 'mira-vision'

/** Object to locate in an image. */
export interface LocateRequest {
  readonly model: string | undefined
  /** URL, data URI or base64. */
  readonly image: string
  readonly target: string
}

/**
 * Locates objects in an image by a description, best match first; records and charges the usage.
 *
 * @throws {ApiError} 400 for an invalid image, 402, 403 or 429 when the plan's limits are exceeded.
 */
export async function locate(
  context: Pick<
    ServerContext,
    'admission' | 'catalog' | 'engines' | 'now' | 'pendingWork' | 'imageReader' | 'usageWriter' | 'store'
  >,
  call: Call,
  request: LocateRequest,
): Promise<readonly DetectedObject[]> {
  context.catalog.checkName('vision', model, request.model)
  const { signal } = call
  const work = async () => {
    const engine = await context.engines.vision.get()
    const { data } = await context.imageReader.read(request.image, { field: 'image', signal })
    const result = await engine.locate(data, request.target, engineOptionsOf(call))
    return { result, consumed: { inputTokens: 0, outputTokens: 0, images: 1 } }
  }
  const expected = { model, inputTokens: 0, outputTokens: 0, images: 1 }
  return runMetered(context, call, { expected, isExact: true, work })
}
