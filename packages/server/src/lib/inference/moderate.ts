import type { Call } from '../call.ts'
import type { ServerContext } from '../context.ts'
import type { JudgedInput, ModerationInput } from '../wire/moderation.ts'
import { engineOptionsOf } from './engine-options.ts'

/** Name of the model that moderates. */
export const moderationModel = 'mira-moderation'

/** Inputs to moderate. */
export interface ModerateRequest {
  readonly model: string | undefined
  readonly inputs: readonly ModerationInput[]
}

/**
 * Judges texts and images with the moderation engines of the server, free of charge.
 *
 * @returns The results of the texts and images of each input.
 * @throws {ApiError} 400 for an unknown model or an invalid image, 501 without an engine for texts or for images.
 */
export async function moderate(
  context: Pick<ServerContext, 'catalog' | 'engines' | 'imageReader'>,
  call: Call,
  { model, inputs }: ModerateRequest,
): Promise<readonly (readonly JudgedInput[])[]> {
  context.catalog.checkName('moderation', moderationModel, model)
  const texts = await moderateTexts(
    context,
    call,
    inputs.flatMap((input) => input.texts),
  )
  const results: JudgedInput[][] = []
  for (const input of inputs) {
    const judged = texts.splice(0, input.texts.length)
    for (const image of input.images) judged.push(await moderateImage(context, call, image))
    results.push(judged)
  }
  return results
}

async function moderateTexts(
  { engines }: Pick<ServerContext, 'engines'>,
  call: Call,
  texts: readonly string[],
): Promise<JudgedInput[]> {
  if (texts.length === 0) return []
  const engine = await engines.moderation.get()
  const results = await engine.moderateTexts(texts, engineOptionsOf(call))
  return results.map((result) => ({ ...result, type: 'text', judged: engine.categories }))
}

async function moderateImage(
  { engines, imageReader }: Pick<ServerContext, 'engines' | 'imageReader'>,
  call: Call,
  source: string,
): Promise<JudgedInput> {
  const engine = await engines.imageModeration.get()
  const { data } = await imageReader.read(source, { field: 'image_url', signal: call.signal })
  const result = await engine.moderateImage(data, engineOptionsOf(call))
  return { ...result, type: 'image', judged: engine.categories }
}
