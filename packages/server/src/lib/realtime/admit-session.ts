import type { ChatModel, SpeechEngine } from '@mira/engine'
import type { Call } from '../call.ts'
import type { ServerContext } from '../context.ts'
import type { StreamSlot } from '../limits/stream-slots.ts'
import type { AdmittedSession } from './admitted-session.ts'
import { installmentMs, realtimeModel } from './usage-meter.ts'

/** Chat model used unless the client names another, with usual limits in case the engine does not list it. */
const defaultChatModel: ChatModel = { id: 'mira', contextWindow: 32_768, maxOutputTokens: 4_096 }
/** Default voice of the documentation. */
const documentedVoice = 'aria'

/**
 * Checks the caller's plan and the server's engines before a socket is opened. The session holds the price of one
 * installment of audio until it ends.
 *
 * @param model - Model requested by the client. Used if it is a chat model of this server; any other name is ignored.
 * @throws {ApiError} 402, 403 or 429 when the plan's limits are exceeded, 501 or 503 without an engine.
 */
export async function admitSession(
  context: Pick<ServerContext, 'admission' | 'catalog' | 'engines' | 'streamSlots'>,
  call: Call,
  model: string | undefined,
): Promise<AdmittedSession> {
  const { engines, admission, streamSlots, catalog } = context
  // Recognizers are leased when the user speaks; here it only matters that an engine is configured.
  engines.transcription.check()
  const [chat, speech] = await Promise.all([engines.chat.get(), engines.speech.get()])
  const find = (id: string) => catalog.findChatModel(id).catch(() => undefined)
  const chatModel = (model && (await find(model))) || (await find(defaultChatModel.id)) || defaultChatModel
  const expected = { model: realtimeModel, inputTokens: 0, outputTokens: 0, durationMs: installmentMs }
  const admitted = await admission.admit(call, { expected, isExact: false })
  let slot: StreamSlot | undefined
  const release = async () => {
    await Promise.all([slot?.release(), admitted.release()])
  }
  try {
    slot = await streamSlots.acquire(call.principal)
    return {
      ...admitted,
      release,
      revoked: slot.revoked,
      chat,
      chatModel,
      speech,
      detector: await (await engines.turnDetection.get()).createDetector(),
    }
  } catch (error) {
    await release()
    throw error
  }
}

/** Returns the documented voice if the engine has it, else its first voice. */
export function chooseVoice(speech: SpeechEngine): string {
  const ids = speech.voices().map(({ id }) => id)
  return ids.includes(documentedVoice) ? documentedVoice : (ids[0] ?? documentedVoice)
}
