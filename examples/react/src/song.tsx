import { useJob, webStorage } from '@mira/react'

const storage = webStorage('song') // a reload of the page continues with the job

export function Song() {
  const { status, progress, stage, url, error, start, cancel } = useJob({ kind: 'music', storage })
  const isBusy = status === 'queued' || status === 'running'

  return (
    <section>
      <button type="button" onClick={() => start({ prompt: 'Calm piano', duration_seconds: 2, instrumental: true })}>
        Compose
      </button>
      {isBusy && <progress value={progress}>{stage}</progress>}
      {isBusy && (
        <button type="button" onClick={() => cancel()}>
          Cancel
        </button>
      )}
      {/* biome-ignore lint/a11y/useMediaCaption: there are no words in it */}
      {url && <audio src={url} controls />}
      {error != null && <p role="alert">{String(error)}</p>}
    </section>
  )
}
