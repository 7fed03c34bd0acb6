import { openMicrophone } from '@mira/realtime/audio'
import { createWatch } from './create-watch.ts'

/** Result of recording Chromium's fake microphone. */
export interface BrowserCapture {
  /** Distinct lengths of the received frames. */
  readonly frameLengths: readonly number[]
  /** State of the device's track while active, while muted, and after the microphone was closed. */
  readonly trackStates: readonly MediaStreamTrackState[]
}

/** Number of 20 ms frames that span more than the one second between two beeps of the fake microphone. */
const beepFrames = 75

/** Opens the browser's microphone, mutes it once it is audible, and closes it once it is silent. */
export async function capture(): Promise<BrowserCapture> {
  const tracks: MediaStreamTrack[] = []
  const { mediaDevices } = navigator
  const getUserMedia = mediaDevices.getUserMedia.bind(mediaDevices)
  mediaDevices.getUserMedia = async (constraints) => {
    const stream = await getUserMedia(constraints)
    tracks.push(...stream.getTracks())
    return stream
  }
  const { check, until } = createWatch()
  const frameLengths = new Set<number>()
  let loudFrames = 0
  let silentRun = 0
  const microphone = await openMicrophone({ workletUrl: '/worklet.js' })
  await microphone.start(24_000, (samples) => {
    frameLengths.add(samples.length)
    const isLoud = samples.some((sample) => sample !== 0)
    if (isLoud) loudFrames += 1
    silentRun = isLoud ? 0 : silentRun + 1
    check()
  })
  const trackStates: MediaStreamTrackState[] = []
  const noteStates = (): void => void trackStates.push(...tracks.map(({ readyState }) => readyState))
  await until(() => loudFrames > 0)
  noteStates()
  microphone.muted = true
  silentRun = 0
  await until(() => silentRun >= beepFrames)
  noteStates()
  await microphone.close()
  noteStates()
  return { frameLengths: [...frameLengths], trackStates }
}
