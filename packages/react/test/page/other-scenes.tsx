import { useCall, useJob, useResponse, useSpeech, useStore, useTranscription, webStorage } from '@mira/react'
import { probe } from './probe.ts'

const codeOf = (error: unknown): string => (error as { code?: string }).code ?? String(error)
const song = webStorage('song')

/** A music job that survives a reload. */
export function JobScene() {
  const { start, cancel, reset, status, progress, url, id, error } = useJob({ kind: 'music', storage: song })
  return (
    <main>
      <output aria-label="Status">{status}</output>
      <progress aria-label="Progress" value={progress ?? 0} />
      <output aria-label="Job">{id}</output>
      {error ? <p role="alert">{codeOf(error)}</p> : null}
      {/* biome-ignore lint/a11y/useMediaCaption: a song without words */}
      {url ? <audio src={url} controls /> : null}
      <button type="button" onClick={() => start({ prompt: 'Rain', duration_seconds: 2, instrumental: true })}>
        Start
      </button>
      <button type="button" onClick={() => void cancel()}>
        Cancel
      </button>
      <button type="button" onClick={reset}>
        Forget
      </button>
    </main>
  )
}

/** A voice call. */
export function CallScene() {
  const call = useCall({
    params: { voice: 'rms' },
    realtime: { handshakeTimeoutMs: 120_000, heartbeat: false, audio: { maxBufferedMs: 60_000 } },
    onEnd: (error) => error && probe.errors.push(codeOf(error)),
  })
  const { status, captions, isMuted, isResponding, devices, error, start, end, interrupt, sendText, setMuted } = call
  probe.renders += 1
  return (
    <main>
      <output aria-label="Status">{status}</output>
      <output aria-label="Responding">{String(isResponding)}</output>
      <output aria-label="Devices">{devices.length}</output>
      <Meter levels={call.levels} />
      {error ? <p role="alert">{codeOf(error)}</p> : null}
      <ol>
        {captions.map(({ id, role, text, isInterrupted }) => (
          <li key={id} data-interrupted={isInterrupted}>
            {role}: {text}
          </li>
        ))}
      </ol>
      <button type="button" onClick={start}>
        Call
      </button>
      <button type="button" onClick={end}>
        Hang up
      </button>
      <button type="button" onClick={interrupt}>
        Interrupt
      </button>
      <button type="button" onClick={() => setMuted(!isMuted)}>
        {isMuted ? 'Unmute' : 'Mute'}
      </button>
      <button type="button" onClick={() => sendText('Count from 1 to 40.')}>
        Count
      </button>
    </main>
  )
}

let loudest = 0

function Meter({ levels }: Pick<ReturnType<typeof useCall>, 'levels'>) {
  const { microphone } = useStore(levels)
  loudest = Math.max(loudest, microphone)
  return <meter aria-label="Loudest" value={loudest} />
}

/** Dictation and speech, and a response of the Responses API. */
export function VoiceScene() {
  const dictation = useTranscription({ params: { language: 'en' } })
  const speech = useSpeech({ params: { voice: 'rms', response_format: 'wav' } })
  const response = useResponse({ params: { instructions: 'Be brief.' } })
  const error = dictation.error ?? speech.error ?? response.error
  return (
    <main>
      <output aria-label="Dictation">{dictation.status}</output>
      <output aria-label="Transcript">{dictation.text}</output>
      <output aria-label="Speech">{speech.status}</output>
      <output aria-label="Response">{response.status}</output>
      <p>{response.text}</p>
      {error ? <p role="alert">{codeOf(error)}</p> : null}
      <button type="button" onClick={dictation.record}>
        Record
      </button>
      <button type="button" onClick={dictation.finish}>
        Finish
      </button>
      <button type="button" onClick={() => speech.speak('Good evening.')}>
        Speak
      </button>
      <button type="button" onClick={() => response.send('Say hello, Привет')}>
        Respond
      </button>
    </main>
  )
}
