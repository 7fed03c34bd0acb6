import { version } from 'react'

/** Figures of a page, read by tests. */
export interface Probe {
  /** Version of React in the page. */
  readonly version: string
  /** Renders of the component under test. */
  renders: number
  /** Commits of its tree. */
  commits: number
  /** Durations of the frames since {@link watchFrames}, in milliseconds. */
  frames: number[]
  /** Errors reported to callbacks. */
  errors: string[]
  /** Microphone tracks that were opened. */
  tracks: MediaStreamTrack[]
  /** Audio contexts that were created. */
  contexts: AudioContext[]
}

/** Figures of this page. */
export const probe: Probe = { version, renders: 0, commits: 0, frames: [], errors: [], tracks: [], contexts: [] }

Object.assign(globalThis, { probe })

/** Measures the duration of frames from now on. */
export function watchFrames(): void {
  let last = performance.now()
  const measure = (): void => {
    const now = performance.now()
    probe.frames.push(now - last)
    last = now
    requestAnimationFrame(measure)
  }
  requestAnimationFrame(measure)
}

/** Notes each microphone and audio context, so that tests see that they are released. */
export function watchDevices(): void {
  const { mediaDevices } = navigator
  const getUserMedia = mediaDevices.getUserMedia.bind(mediaDevices)
  mediaDevices.getUserMedia = async (constraints) => {
    const stream = await getUserMedia(constraints)
    probe.tracks.push(...stream.getTracks())
    const addTrack = stream.addTrack.bind(stream)
    // A scripted microphone adds its track once it is connected.
    stream.addTrack = (track) => {
      probe.tracks.push(track)
      addTrack(track)
    }
    return stream
  }
  globalThis.AudioContext = class extends AudioContext {
    constructor(options?: AudioContextOptions) {
      super(options)
      probe.contexts.push(this)
    }
  }
}
