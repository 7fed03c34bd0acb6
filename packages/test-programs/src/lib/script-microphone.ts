import type { Page } from 'playwright-core'

/** Microphone of a page that is silent except while a test speaks into it. */
export interface ScriptedMicrophone {
  /** Plays a recording once, as soon as the page listens; resolves when the last sample has been played. */
  speak(recording: Uint8Array): Promise<void>
}

/**
 * Replaces the microphone of a page. Call it before `page.goto`.
 *
 * The file that Chromium's fake device plays runs by the wall clock and loses samples on a busy machine. Here the
 * recording plays in the audio context that listens, from node to node: what is late is late for both, and every sample
 * arrives in order. A stream between the two would have a buffer of its own, which loses samples on a busy machine; only
 * `MediaRecorder`, which takes nothing else, listens to one.
 *
 * @param page Page whose `getUserMedia` is replaced; its `AudioContext` and `MediaRecorder` then take sound from here.
 */
export async function scriptMicrophone(page: Page): Promise<ScriptedMicrophone> {
  await page.addInitScript(installMicrophone)
  return {
    speak: (recording) => page.evaluate((base64) => speakIntoPage(base64), Buffer.from(recording).toString('base64')),
  }
}

declare const speakIntoPage: (base64: string) => Promise<void>

/** Runs in the page: refers to nothing outside itself. */
function installMicrophone(): void {
  // A frame of another site has no microphone.
  if (!navigator.mediaDevices) return
  const unheard = new WeakSet<MediaStream>()
  let microphone: GainNode | undefined
  let noteListener = (): void => {}
  const isHeard = new Promise<void>((resolve) => {
    noteListener = resolve
  })

  /** Gives a stream its track, made by the context that listens to it; returns the node that the sound comes from. */
  const connect = (stream: MediaStream, context: AudioContext): GainNode | undefined => {
    if (!unheard.delete(stream)) return undefined
    const node = new GainNode(context)
    const destination = new MediaStreamAudioDestinationNode(context, { channelCount: 1 })
    node.connect(destination)
    for (const track of destination.stream.getTracks()) {
      // Browsers silence a disabled or stopped track on its way through the stream, which is left out here.
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
