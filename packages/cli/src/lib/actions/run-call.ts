import { readFile, writeFile } from 'node:fs/promises'
import { connectRealtime, type RealtimeEvent, type RealtimeSession } from '@mira/realtime'
import { type AudioSink, type AudioSource, attachAudio, createWavSink, createWavSource } from '@mira/realtime/node'
import { findPlayer, findRecorder } from '../audio/audio-programs.ts'
import { createLoudspeaker } from '../audio/loudspeaker.ts'
import { createMicrophone } from '../audio/microphone.ts'
import type { CommandContext, GlobalFlags } from '../command-context.ts'
import { CommandError } from '../command-error.ts'
import { exitCodes } from '../exit-codes.ts'
import { readStdinBytes } from '../input.ts'
import { note, writeJson, writeLine } from '../output.ts'

/** Options of `mira call`. */
export interface CallFlags {
  readonly voice?: string | undefined
  readonly system?: string | undefined
  readonly input?: string | undefined
  readonly output?: string | undefined
}

/** Both ends of a call. */
interface Ends {
  readonly source: AudioSource
  readonly sink: AudioSink
  /** Resolves at the end of a recording; rejects when the microphone fails. */
  readonly ended: Promise<void>
  /** Plays or saves what is left. */
  finish(): Promise<void>
}

/** Talks with a model until Ctrl-C, or until the answer to a recording is complete. */
export async function runCall(context: CommandContext, flags: CallFlags & GlobalFlags): Promise<void> {
  const hangUp = new AbortController()
  const ends = await openEnds(flags)
  // For a recording, Ctrl-C is an interruption like any other.
  const restore = flags.input === undefined ? context.interrupts.onInterrupt(() => hangUp.abort(hangUp)) : () => {}
  const signal = AbortSignal.any([hangUp.signal, context.request.signal])
  try {
    await talk(context, flags, { ends, signal })
    await ends.finish()
  } catch (error) {
    if (error !== hangUp) throw error
    await ends.finish()
  } finally {
    restore()
    await Promise.all([ends.source.close(), ends.sink.close()])
  }
}

async function talk(
  { client }: CommandContext,
  flags: CallFlags & GlobalFlags,
  { ends, signal }: { readonly ends: Ends; readonly signal: AbortSignal },
): Promise<void> {
  const { voice, system, model, input } = flags
  const params = { voice, instructions: system, ...(model !== undefined && { model }) }
  const silence = new AbortController()
  const options = { signal: AbortSignal.any([signal, silence.signal]), audio: { overflow: 'drop' } } as const
  await using session = await connectRealtime(client, params, options)
  const turns = input === undefined ? undefined : watchTurns(session, ends.ended, silence)
  const done = printTranscript(session, flags, turns)
  done.catch(() => undefined)
  const { detach } = await attachAudio(session, ends)
  if (input === undefined) {
    note('Speak; Ctrl-C hangs up. Use headphones, or the model hears itself.', 'dim')
  }
  await Promise.race([done, ends.ended.then(() => done)]).finally(() => input === undefined && detach())
}

async function openEnds({ input, output }: CallFlags): Promise<Ends> {
  const { sink, finish } = output === undefined ? await openLoudspeaker() : openFile(output)
  if (input === undefined) {
    const source = createMicrophone(await findRecorder(process.env))
    return { source, ended: source.failed, sink, finish }
  }
  const source = createWavSource(input === '-' ? await readStdinBytes() : await readFile(input))
  return { source, ended: source.ended, sink, finish }
}

async function openLoudspeaker(): Promise<Pick<Ends, 'sink' | 'finish'>> {
  const sink = createLoudspeaker(await findPlayer(process.env))
  return { sink, finish: () => sink.finish() }
}

function openFile(path: string): Pick<Ends, 'sink' | 'finish'> {
  const sink = createWavSink()
  return { sink, finish: () => writeFile(path, sink.toWav()) }
}

/** Time after the end of a recording in which speech in it is recognized, in milliseconds. */
const recognitionMs = 15_000

/** Prints who says what, until the answer to the end of a recording, or the end of the session. */
async function printTranscript(
  session: RealtimeSession,
  { json }: GlobalFlags,
  turns: Turns | undefined,
): Promise<void> {
  const say = (role: 'user' | 'assistant', text: string): Promise<void> =>
    json ? writeJson({ role, text }) : writeLine(`${role === 'user' ? 'You: ' : 'Mira:'} ${text.trim()}`)
  for await (const event of session) {
    if (event.type === 'conversation.item.input_audio_transcription.completed') await say('user', event.transcript)
    if (event.type === 'response.audio_transcript.done') await say('assistant', event.transcript)
    if (event.type === 'mira.state' && event.state === 'reconnecting') note('The connection was lost; reconnecting.')
    if (event.type === 'error') note(`mira: ${event.error?.message ?? 'The server reported an error'}`)
    if (turns?.see(event)) return
  }
}

/** Turns of a recording. */
interface Turns {
  /** Counts an event. Returns whether the recording has ended and everything in it is answered. */
  see(event: RealtimeEvent): boolean
}

/** Follows the turns of a recording. Aborts if there is no speech in it. */
function watchTurns(session: RealtimeSession, ended: Promise<void>, silence: AbortController): Turns {
  let isEnded = false
  let unanswered = 0
  let answers = 0
  const isComplete = (): boolean => isEnded && unanswered === 0 && answers > 0
  const onEnd = async (): Promise<void> => {
    isEnded = true
    // All events may have been seen before the silence at the end.
    if (isComplete()) return session.close()
    const noSpeech = new CommandError('No speech was recognized in the recording.', exitCodes.failed)
    setTimeout(() => unanswered + answers === 0 && silence.abort(noSpeech), recognitionMs).unref()
  }
  ended.then(onEnd).catch(() => undefined)
  return {
    see({ type }) {
      if (type === 'input_audio_buffer.speech_started') unanswered += 1
      if (type === 'response.done') {
        unanswered = 0
        answers += 1
      }
      return isComplete()
    },
  }
}
