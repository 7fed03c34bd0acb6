import type { ChatEngine, ChatModel, SpeechEngine, TurnDetector } from '@mira/engine'
import type { Admitted } from '../billing/admission.ts'

/** Admitted session, with the engines that it needs. */
export interface AdmittedSession extends Admitted {
  /** Aborts when the API key is revoked. */
  readonly revoked: AbortSignal
  readonly chat: ChatEngine
  /** Chat model that generates the responses. */
  readonly chatModel: ChatModel
  readonly speech: SpeechEngine
  readonly detector: TurnDetector
}
