import { useSpeech, useTranscription } from '@mira/react'

export function Dictation() {
  const { status, text, recordedSeconds, record, finish, cancel } = useTranscription({ params: { language: 'en' } })
  const { speak, stop, status: speech } = useSpeech({ params: { voice: 'aria' } })

  return (
    <section>
      <button type="button" onClick={record}>
        Dictate
      </button>
      {status === 'recording' && (
        <button type="button" onClick={finish}>
          Done after {recordedSeconds.toFixed(0)} s
        </button>
      )}
      {status === 'recording' && (
        <button type="button" onClick={cancel}>
          Discard
        </button>
      )}
      <output aria-label="Dictated">{text}</output>
      {text && (
        <button type="button" onClick={() => speak(text)}>
          Read aloud
        </button>
      )}
      {speech === 'playing' && (
        <button type="button" onClick={stop}>
          Silence
        </button>
      )}
    </section>
  )
}
