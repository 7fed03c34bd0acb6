import type { RealtimeEvent } from '@mira/realtime'
import { useCallback, useEffect, useRef, useState } from 'react'
import { applyEvent, type CallState, idleCall } from './call-state.ts'
import { Level } from './level.ts'
import { type CallLevels, type OpenCall, openCall } from './open-call.ts'

/** State of the microphone in a call. */
export type MicrophoneState = 'on' | 'muted' | 'missing' | 'lost'

/** A call and its actions. */
export interface Call extends CallState {
  readonly isActive: boolean
  /** Error that ended the call or prevented it. */
  readonly error: unknown
  readonly microphone: MicrophoneState | undefined
  /** Whether the browser blocks playback until a user gesture. */
  readonly isPlaybackBlocked: boolean
  readonly levels: CallLevels
  start(voice: string): void
  hangUp(): void
  toggleMute(): void
  interrupt(): void
  sendText(text: string): void
  resumePlayback(): void
}

/** Manages a call, which ends when the component unmounts. */
export function useCall(): Call {
  const [state, setState] = useState<CallState>(idleCall)
  const [error, setError] = useState<unknown>()
  const [microphone, setMicrophone] = useState<MicrophoneState>()
  const [isPlaybackBlocked, setIsPlaybackBlocked] = useState(false)
  const [levels] = useState<CallLevels>(() => ({ microphone: new Level(), speaker: new Level() }))
  const ending = useRef<AbortController>(undefined)
  const open = useRef<OpenCall>(undefined)
  useEffect(() => () => ending.current?.abort(), [])

  const start = useCallback(
    async (voice: string) => {
      const end = new AbortController()
      ending.current = end
      setState({ ...idleCall, status: 'connecting' })
      setError(undefined)
      setMicrophone(undefined)
      const onEvent = (event: RealtimeEvent) => setState((call) => applyEvent(call, event, performance.now()))
      const onMicrophoneLost = () => setMicrophone('lost')
      try {
        const call = await openCall({ voice, signal: end.signal, levels, onEvent, onMicrophoneLost })
        open.current = call
        setState((before) => ({ ...before, status: call.session.state }))
        setMicrophone(call.microphone ? 'on' : 'missing')
        setIsPlaybackBlocked(call.speaker.isBlocked)
        const { error: failure } = await call.session.closed
        await call.close()
        if (failure !== undefined) throw failure
      } catch (failure) {
        if (!end.signal.aborted) setError(failure)
      }
      open.current = undefined
      for (const level of Object.values(levels)) level.set(0)
      setState((before) => ({ ...before, status: 'closed' }))
    },
    [levels],
  )

  return {
    ...state,
    error,
    microphone,
    isPlaybackBlocked,
    levels,
    isActive: state.status !== 'idle' && state.status !== 'closed',
    start: (voice) => void start(voice),
    hangUp: () => ending.current?.abort(),
    toggleMute() {
      const device = open.current?.microphone
      if (device) setMicrophone(toggleMute(device))
    },
    interrupt: () => open.current && interrupt(open.current, state.playingItemId),
    sendText: (text) => open.current?.session.sendText(text),
    resumePlayback: () => void open.current?.speaker.resume().then(() => setIsPlaybackBlocked(false)),
  }
}

function toggleMute(device: NonNullable<OpenCall['microphone']>): MicrophoneState {
  device.muted = !device.muted
  return device.muted ? 'muted' : 'on'
}

function interrupt({ session, speaker }: OpenCall, itemId: string | undefined): void {
  session.interrupt(itemId === undefined ? {} : { itemId, playedMs: speaker.playedMs(itemId) })
}
