import type { Engine } from '@mira/engine'
import type { ServerEngines } from '../engines/server-engines.ts'
import type { EngineRegistry, EngineSlot } from '../inference/engines.ts'
import { emulateSpeech, emulateTranscription } from './emulated-audio.ts'
import { emulateChat } from './emulated-chat.ts'
import { emulateMusic, emulateVideo } from './emulated-jobs.ts'
import {
  emulateEmbeddings,
  emulateImageModeration,
  emulateImages,
  emulateModeration,
  emulateVision,
} from './emulated-media.ts'
import { type EmulatedParts, type EmulatedSlotOptions, emulateSlot } from './emulated-slot.ts'
import { emulateTurnDetection } from './emulated-turn-detection.ts'
import type { FixtureAnswers } from './fixture-answers.ts'

/** Options of {@link emulateEngines}. */
export interface EmulateOptions {
  readonly answers: FixtureAnswers
  /** Engines of the options; the others are local ones, whose models and voices are known. */
  readonly configured?: ServerEngines | undefined
}

/** Puts fixtures before all engines of a server. */
export function emulateEngines(registry: EngineRegistry, { answers, configured = {} }: EmulateOptions): EngineRegistry {
  const put = <Kind extends Engine>(
    real: EngineSlot<Kind>,
    emulate: (parts: EmulatedParts<Kind>, loaded: Kind | undefined) => Kind,
    options?: Pick<EmulatedSlotOptions<Kind>, 'isEager'>,
  ) => emulateSlot({ real, answers }, { ...options, create: (loaded) => emulate({ real, answers }, loaded) })
  return {
    // Local language engines take seconds to load, so they are loaded by the first call without a fixture.
    chat: put(registry.chat, emulateChat, { isEager: configured.chat !== undefined }),
    embeddings: put(registry.embeddings, emulateEmbeddings, { isEager: configured.embeddings !== undefined }),
    images: put(registry.images, emulateImages),
    vision: put(registry.vision, emulateVision),
    speech: put(registry.speech, emulateSpeech, { isEager: true }),
    transcription: put(registry.transcription, emulateTranscription, { isEager: true }),
    punctuation: registry.punctuation,
    turnDetection: emulateTurnDetection(registry.turnDetection),
    music: put(registry.music, emulateMusic),
    video: put(registry.video, emulateVideo),
    moderation: put(registry.moderation, emulateModeration),
    imageModeration: put(registry.imageModeration, emulateImageModeration),
  }
}
