import type { ImageModerationEngine, ModerationEngine } from '@mira/engine'
import { ApiError } from '../api-error.ts'
import type { ServerContext } from '../context.ts'
import type { ServerOptions } from '../options.ts'
import type { EngineSlot } from './engines.ts'

/** What a moderator says of a text. */
export type ModerationVerdict = { readonly isBlocked: false } | { readonly isBlocked: true; readonly category: string }

/** Options of a judgement. */
export interface ModerationOptions {
  readonly signal: AbortSignal
  /** Id of the user who is judged. */
  readonly caller?: string | undefined
}

/** Decides whether what a user wrote or sent may reach an engine. */
export interface Moderator {
  check(texts: readonly string[], options: ModerationOptions): Promise<ModerationVerdict>
  /** The same of a picture; without it pictures are not judged. */
  checkPicture?(picture: Uint8Array, options: ModerationOptions): Promise<ModerationVerdict>
}

const allowed: ModerationVerdict = { isBlocked: false }

const allowAll: Moderator = { check: async () => allowed }

/** The engines that judge texts and images. */
interface ModerationSlots {
  readonly moderation: EngineSlot<ModerationEngine>
  readonly imageModeration: EngineSlot<ImageModerationEngine>
}

/** The moderators of a server: one that is given judges everything, the engine what it is asked to. */
export function createModerators(
  { moderator: given, moderateChats = false }: Pick<ServerOptions, 'moderator' | 'moderateChats'>,
  engines: ModerationSlots,
): Pick<ServerContext, 'moderator' | 'chatModerator'> {
  const moderator = given ?? createEngineModerator(engines)
  return { moderator, chatModerator: given !== undefined || moderateChats ? moderator : allowAll }
}

/** The moderator that asks the server's moderation engines; without such an engine nothing is blocked. */
function createEngineModerator({ moderation, imageModeration }: ModerationSlots): Moderator {
  return {
    async check(texts, options) {
      if (moderation.state === 'absent') return allowed
      const results = await (await moderation.get()).moderateTexts(texts, options)
      return toVerdict(results.find(({ isFlagged }) => isFlagged))
    },
    async checkPicture(picture, options) {
      if (imageModeration.state === 'absent') return allowed
      const result = await (await imageModeration.get()).moderateImage(picture, options)
      return toVerdict(result.isFlagged ? result : undefined)
    },
  }
}

function toVerdict(flagged: { readonly category: string | undefined } | undefined): ModerationVerdict {
  return flagged === undefined ? allowed : { isBlocked: true, category: flagged.category ?? 'other' }
}

/**
 * Refuses texts of a conversation that the moderator blocks.
 *
 * @throws {ApiError} 422 whose detail is JSON with `error` and `category`, as the public API sends it.
 * @see docs/protocol.md#errors
 */
export async function refuseBlockedText(
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
 * Refuses prompts of pictures, sound and film that the moderator blocks, before any work.
 *
 * @throws {ApiError} 400, as the public API has it there.
 */
export async function refuseBlockedPrompt(
  { moderator }: Pick<ServerContext, 'moderator'>,
  texts: readonly string[],
  options: ModerationOptions,
): Promise<void> {
  const verdict = await moderator.check(texts, options)
  if (verdict.isBlocked) throw blocked('The prompt', verdict.category)
}

/** @throws {ApiError} 400 for a picture that the moderator blocks. */
export async function refuseBlockedPictures(
  { moderator }: Pick<ServerContext, 'moderator'>,
  pictures: readonly Uint8Array[],
  options: ModerationOptions,
): Promise<void> {
  for (const picture of pictures) {
    const verdict = await moderator.checkPicture?.(picture, options)
    if (verdict?.isBlocked === true) throw blocked('A picture', verdict.category)
  }
}

function blocked(subject: string, category: string): ApiError {
  return new ApiError(400, `${subject} was rejected by the safety check: ${category}`, { code: 'content_blocked' })
}
