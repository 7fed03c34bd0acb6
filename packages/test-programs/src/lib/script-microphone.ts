import type { Page } from 'playwright-core'

/** Microphone of a page that is silent unless a test plays a recording. */
export interface ScriptedMicrophone {
  /** Plays a recording once, when the page starts listening. Resolves when the last sample has been played. */
  speak(recording: Uint8Array): Promise<void>
}

/**
 * Replaces the microphone of a page. Call it before `page.goto`.
 *
 * Chromium's fake device plays its file by the wall clock and loses samples on a busy machine. Here the recording
 * plays in the audio context that listens, from node to node: delays affect both equally, and every sample arrives in
 * order. A stream between the two would have its own buffer, which loses samples on a busy machine, so one is used
 * only for `MediaRecorder`, which accepts nothing else.
 *
 * @param page - Page whose `getUserMedia` is replaced. Its `AudioContext` and `MediaRecorder` then receive this audio.
 */
export async function scriptMicrophone(page: Page): Promise<ScriptedMicrophone> {
  await page.addInitScript(installMicrophone)
  return {
    speak: (recording) => page.evaluate((base64) => speakIntoPage(base64), Buffer.from(recording).toString('base64')),
  }
}

declare const speakIntoPage: (base64: string) => Promise<void>

/** Runs in the page, so it must not reference anything outside the function. */
function installMicrophone(): void {
  // A cross-origin frame has no microphone.
  if (!navigator.mediaDevices) return
  const unheard = new WeakSet<MediaStream>()
  let microphone: GainNode | undefined
  let noteListener = (): void => {}
  const isHeard = new Promise<void>((resolve) => {
    noteListener = resolve
  })

  /** Adds a track created by the listening context to a stream. Returns the node that emits the audio. */
  const connect = (stream: MediaStream, context: AudioContext): GainNode | undefined => {
    if (!unheard.delete(stream)) return undefined
    const node = new GainNode(context)
    const destination = new MediaStreamAudioDestinationNode(context, { channelCount: 1 })
    node.connect(destination)
    for (const track of destination.stream.getTracks()) {
      // Browsers mute a disabled or stopped track in the stream, which is bypassed here.
      const { set: enable, get: isEnabled } = Object.getOwnPropertyDescriptor(MediaStreamTrack.prototype, 'enabled')!
      Object.defineProperty(track, 'enabled', {
        get: () => isEnabled!.call(track),
        set: (value: boolean) => {
          enable!.call(track, value)
          node.gain.value = value ? 1 : 0
        },
      })
      const stop = track.stop.bind(track)
      track.stop = () => {
        stop()
        node.gain.value = 0
      }
      stream.addTrack(track)
    }
    microphone = node
    noteListener()
    return node
  }

  navigator.mediaDevices.getUserMedia = async () => {
    const stream = new MediaStream()
    unheard.add(stream)
    return stream
  }
  const { createMediaStreamSource } = AudioContext.prototype
  AudioContext.prototype.createMediaStreamSource = function (stream) {
    return (
      (connect(stream, this) as AudioNode as MediaStreamAudioSourceNode) ?? createMediaStreamSource.call(this, stream)
    )
  }
  globalThis.MediaRecorder = class extends MediaRecorder {
    constructor(stream: MediaStream, options?: MediaRecorderOptions) {
      connect(stream, new AudioContext())
      super(stream, options)
    }
  }

  Object.assign(globalThis, {
    speakIntoPage: async (base64: string): Promise<void> => {
      await isHeard
      const destination = microphone as GainNode
      const { context } = destination
      const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0))
      const source = new AudioBufferSourceNode(context, { buffer: await context.decodeAudioData(bytes.buffer) })
      source.connect(destination)
      const ended = new Promise((resolve) => source.addEventListener('ended', resolve))
      source.start()
      await ended
    },
  })
}
