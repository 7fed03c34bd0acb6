import type { Engine } from '@mira/engine'
import { type EngineRegistry, type EngineSlot, wrapSlot } from '../inference/engines.ts'
import { EngineMeter } from './engine-meter.ts'
import {
  meterChat,
  meterEmbeddings,
  meterImageModeration,
  meterImages,
  meterModeration,
  meterMusic,
  meterPunctuation,
  meterSpeech,
  meterTranscription,
  meterVideo,
  meterVision,
} from './metered-engines.ts'
import type { ServerMetrics } from './server-metrics.ts'

/** Wraps all engines so that each call is measured and has a span. */
export function observeEngines(registry: EngineRegistry, metrics: ServerMetrics): EngineRegistry {
  const meterOf = (capability: keyof EngineRegistry) => new EngineMeter(metrics, capability)
  return {
    chat: observeSlot(registry.chat, meterChat, meterOf('chat')),
    embeddings: observeSlot(registry.embeddings, meterEmbeddings, meterOf('embeddings')),
    images: observeSlot(registry.images, meterImages, meterOf('images')),
    vision: observeSlot(registry.vision, meterVision, meterOf('vision')),
    speech: observeSlot(registry.speech, meterSpeech, meterOf('speech')),
    transcription: observeSlot(registry.transcription, meterTranscription, meterOf('transcription')),
    punctuation: observeSlot(registry.punctuation, meterPunctuation, meterOf('punctuation')),
    // Its detectors run as long as their sessions.
    turnDetection: registry.turnDetection,
    music: observeSlot(registry.music, meterMusic, meterOf('music')),
    video: observeSlot(registry.video, meterVideo, meterOf('video')),
    moderation: observeSlot(registry.moderation, meterModeration, meterOf('moderation')),
    imageModeration: observeSlot(registry.imageModeration, meterImageModeration, meterOf('imageModeration')),
  }
}

function observeSlot<Kind extends Engine>(
  slot: EngineSlot<Kind>,
  wrap: (engine: Kind, meter: EngineMeter) => Kind,
  meter: EngineMeter,
): EngineSlot<Kind> {
  return wrapSlot(slot, (engine) => wrap(engine, meter))
}
