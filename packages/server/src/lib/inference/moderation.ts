import type { ImageModerationEngine, ModerationEngine } from '@mira/engine'
import { ApiError } from '../api-error.ts'
import type { ServerContext } from '../context.ts'
import type { ServerOptions } from '../options.ts'
import type { EngineSlot } from './engines.ts'
import type { ModerationOptions, ModerationVerdict, Moderator } from './moderator.ts'

const allowed: ModerationVerdict = { isBlocked: false }

const allowAll: Moderator = { check: async () => allowed }

/** Engines that moderate texts and images. */
interface ModerationSlots {
  readonly moderation: EngineSlot<ModerationEngine>
  readonly imageModeration: EngineSlot<ImageModerationEngine>
}

/**
 * Creates the moderators of a server. A custom moderator checks everything; the engine checks chats only with
 * `moderateChats`.
 */
export function createModerators(
  { moderator: customModerator, moderateChats = false }: Pick<ServerOptions, 'moderator' | 'moderateChats'>,
  engines: ModerationSlots,
): Pick<ServerContext, 'moderator' | 'chatModerator'> {
  const moderator = customModerator ?? createEngineModerator(engines)
  return { moderator, chatModerator: customModerator !== undefined || moderateChats ? moderator : allowAll }
}

/** Creates a moderator on the server's moderation engines; without such an engine, nothing is blocked. */
function createEngineModerator({ moderation, imageModeration }: ModerationSlots): Moderator {
  return {
    async check(texts, options) {
      if (moderation.state === 'absent') return allowed
      const results = await (await moderation.get()).moderateTexts(texts, options)
      return toVerdict(results.find(({ isFlagged }) => isFlagged))
    },
    async checkImage(image, options) {
      if (imageModeration.state === 'absent') return allowed
      const result = await (await imageModeration.get()).moderateImage(image, options)
      return toVerdict(result.isFlagged ? result : undefined)
    },
  }
}

function toVerdict(flagged: { readonly category: string | undefined } | undefined): ModerationVerdict {
  return flagged === undefined ? allowed : { isBlocked: true, category: flagged.category ?? 'other' }
}

/**
 * Rejects texts of a conversation that the moderator blocks.
 *
 * @throws {ApiError} 422 whose detail is JSON with `error` and `category`, as in the public API.
 * @see docs/protocol.md#errors
 */
export async function rejectBlockedText(
  moderator: Moderator,
  texts: readonly string[],
  options: ModerationOptions,
): Promise<void> {
  if (texts.length === 0) return
  const verdict = await moderator.check(texts, options)
  if (!verdict.isBlocked) return
  const detail = JSON.stringify({ error: 'content_blocked', category: verdict.category })
  throw new ApiError(422, detail, { code: 'content_blocked' })
}

/**
 * Rejects image, audio and video prompts that the moderator blocks, before any work is done.
 *
 * @throws {ApiError} 400, as in the public API for these endpoints.
 */
export async function rejectBlockedPrompt(
  { moderator }: Pick<ServerContext, 'moderator'>,
  texts: readonly string[],
  options: ModerationOptions,
): Promise<void> {
  const verdict = await moderator.check(texts, options)
  if (verdict.isBlocked) throw blocked('The prompt', verdict.category)
}

/**
 * Rejects images that the moderator blocks.
 *
 * @throws {ApiError} 400 for a blocked image.
 */
export async function rejectBlockedImages(
  { moderator }: Pick<ServerContext, 'moderator'>,
  images: readonly Uint8Array[],
  options: ModerationOptions,
): Promise<void> {
  for (const image of images) {
    const verdict = await moderator.checkImage?.(image, options)
    if (verdict?.isBlocked === true) throw blocked('An image', verdict.category)
  }
}

function blocked(subject: string, category: string): ApiError {
  return new ApiError(400, `${subject} was rejected by the safety check: ${category}`, { code: 'content_blocked' })
}
