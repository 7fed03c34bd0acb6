import { writeFile } from 'node:fs/promises'
import { join, relative } from 'node:path'
import { createSpeech } from '@mira/media'
import type { RealtimeEvent, RealtimeEventType, RealtimeSession } from '@mira/realtime'
import { attachAudio, createWavSink, createWavSource, type WavSink } from '@mira/realtime/node'
import { prepareRecognizer } from '../lib/prepare-recognizer.ts'
import { expect, type Step, type StepContext } from '../lib/step.ts'
import { dim, showProgress, writeLine, writeSaying } from '../lib/terminal.ts'

/** Voice of the questions, different from that of the answers. */
const askingVoice = 'rms'
const question = { text: 'What is six times seven?', answer: /42/ }
const longQuestion = 'Count from 1 to 40.'
const interruption = { text: 'What is fifty plus thirty?', answer: /80/ }
/** Longest time between a question and what follows it, also on a busy machine. */
const maxWaitMs = 120_000
/** Audio of the long answer to play before the user interrupts. */
const interruptAfterMs = 2_000

/** Holds a voice conversation over one socket, with an interruption. */
export const realtime: Step = {
  name: 'realtime',
  title: 'Realtime voice',
  endpoints: ['WSS /v1/realtime', 'GET /v1/realtime/preflight'],
  async run(context) {
    const { mira, outputDir, signal } = context
    await prepareRecognizer()
    const offer = await mira.realtime.preflight({ signal })
    writeLine(dim(`Protocols: ${offer?.protocols?.join(', ')}; ${offer?.voices?.length} voices`))
    await using session = await mira.realtime.connect({ voice: 'aria', instructions: 'Be brief.' }, { signal })
    const sink = createWavSink()
    await attachAudio(session, { sink })
    const asked = await ask(context, session, question)
    const playedMs = await interrupt(context, session, sink)
    const file = join(outputDir, 'realtime-answers.wav')
    await writeFile(file, sink.toWav())
    writeLine(`Played audio: ${relative('', file)}`)
    return `answered ${asked} ms after the question, interrupted after ${playedMs} ms`
  },
}

interface Question {
  readonly text: string
  readonly answer: RegExp
}

/** Speaks a question into the session. @returns Milliseconds from the end of its audio to the start of the answer's. */
async function ask({ mira, signal }: StepContext, session: RealtimeSession, { text, answer }: Question) {
  const speech = await createSpeech(mira, { input: text, voice: askingVoice, response_format: 'wav' }, { signal })
  const source = createWavSource(await speech.bytes())
  const transcribed = next(session, 'conversation.item.input_audio_transcription.completed')
  const begun = transcribed.then(() => next(session, 'response.audio.delta')).then(() => performance.now())
  const answered = transcribed.then(() => next(session, 'response.done'))
  const { detach } = await attachAudio(session, { source })
  await showProgress('Speaking', source.ended)
  const endedAt = performance.now()
  writeSaying(
    'You',
    `${(await showProgress('Listening', transcribed)).transcript} ${dim(`(transcribed after ${elapsed(endedAt)} ms)`)}`,
  )
  const latencyMs = Math.round((await begun) - endedAt)
  const said = transcriptOf(await answered)
  writeSaying('Mira', `${said} ${dim(`(speaking after ${latencyMs} ms)`)}`)
  detach()
  await source.close()
  expect(answer.test(said), `The answer to ${JSON.stringify(text)} must match ${answer}`)
  return latencyMs
}

/** Requests a long answer and interrupts it with another question. @returns Milliseconds of the answer played. */
async function interrupt(context: StepContext, session: RealtimeSession, sink: WavSink): Promise<number> {
  const begun = next(session, 'response.audio.delta')
  writeSaying('You', longQuestion)
  session.sendText(longQuestion)
  const { item_id: itemId = '' } = await begun
  const cut = next(session, 'mira.interrupted')
  while (sink.playedMs(itemId) < interruptAfterMs) await new Promise((resolve) => setTimeout(resolve, 20))
  const answered = ask(context, session, interruption)
  const { audioEndMs = 0 } = await cut
  writeSaying('Mira', dim(`(interrupted after ${audioEndMs} ms of the answer)`))
  await answered
  expect(audioEndMs >= interruptAfterMs, 'The server must know how much of the answer was played')
  return audioEndMs
}

const elapsed = (since: number): number => Math.round(performance.now() - since)

function transcriptOf({ response }: RealtimeEvent<'response.done'>): string {
  return (
    response.output?.flatMap(({ content = [] }) => content.map(({ transcript }) => transcript ?? '')).join(' ') ?? ''
  )
}

/** @throws {Error} when the event does not come in time, for example because the question was not understood. */
function next<Type extends RealtimeEventType>(session: RealtimeSession, type: Type): Promise<RealtimeEvent<Type>> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      off()
      reject(new Error(`No ${type} within ${maxWaitMs / 1_000} s`))
    }, maxWaitMs)
    const off = session.on(type, (event) => {
      off()
      clearTimeout(timer)
      resolve(event as RealtimeEvent<Type>)
    })
  })
}
