import { type CallLevels, type Store, useCall, useStore } from '@mira/react'

export function Talk() {
  const call = useCall({ params: { voice: 'aria', instructions: 'Be brief.' } })
  const { status, captions, isMuted, isResponding, error } = call
  const isOpen = status === 'open' || status === 'reconnecting'

  return (
    <section>
      {isOpen ? (
        <button type="button" onClick={call.end}>
          Hang up
        </button>
      ) : (
        <button type="button" onClick={call.start}>
          Talk
        </button>
      )}
      {isOpen && (
        <button type="button" onClick={() => call.setMuted(!isMuted)}>
          {isMuted ? 'Unmute' : 'Mute'}
        </button>
      )}
      {isResponding && (
        <button type="button" onClick={call.interrupt}>
          Interrupt
        </button>
      )}
      <Meter levels={call.levels} /> {status}
      {captions.map(({ id, role, text }) => (
        <article key={id}>
          <b>{role}</b> {text}
        </article>
      ))}
      {error != null && <p role="alert">{String(error)}</p>}
    </section>
  )
}

/** Renders with each frame; the call itself does not. */
function Meter({ levels }: { levels: Store<CallLevels> }) {
  return <meter value={useStore(levels).microphone} />
}
