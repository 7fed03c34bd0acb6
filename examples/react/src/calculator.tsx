import { useResponse } from '@mira/react'

export function Calculator() {
  const { text, status, send, stop } = useResponse({ params: { instructions: 'Answer with one number.' } })

  return (
    <section>
      <button type="button" onClick={() => send('What is 12 % of 250?')}>
        Calculate
      </button>
      {status === 'streaming' && (
        <button type="button" onClick={stop}>
          Stop
        </button>
      )}
      <output aria-label="Result">{text}</output>
    </section>
  )
}
