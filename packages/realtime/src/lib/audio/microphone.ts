import { MiraError } from '@mira/core'
import type { AudioSource } from './audio-ends.ts'
import { isBlocked, loadWorklet, type WorkletOptions } from './load-worklet.ts'
import type { CapturedFrame } from './worklet-types.ts'

/** Options of {@link openMicrophone}. */
export interface MicrophoneOptions extends WorkletOptions {
  /** Id of the input device. Defaults to the browser's choice. */
  readonly deviceId?: string | undefined
  /** Additional constraints. Echo cancellation, noise suppression and automatic gain control are on by default. */
  readonly constraints?: MediaTrackConstraints | undefined
  /** Called with the level of each frame, from 0 to 1, for a level meter. */
  readonly onLevel?: ((level: number) => void) | undefined
  /** Called when the device is lost: unplugged, or its permission revoked by the user. */
  readonly onLost?: ((error: MiraError) => void) | undefined
}

const frameMs = 20

/**
 * Opens the microphone. The browser may prompt the user for permission.
 *
 * @throws {MiraError} `microphone_denied`, `microphone_missing`, `microphone_busy` or `audio_unsupported`.
 */
export async function openMicrophone(options: MicrophoneOptions = {}): Promise<Microphone> {
  const context = await loadWorklet(options)
  try {
    return new Microphone(context, await openStream(options), options)
  } catch (error) {
    if (!options.context) void context.close()
    throw error
  }
}

/** An open microphone, created by {@link openMicrophone}. */
export class Microphone implements AudioSource {
  readonly #context: AudioContext
  readonly #options: MicrophoneOptions
  #stream: MediaStream
  #input: MediaStreamAudioSourceNode | undefined
  #node: AudioWorkletNode | undefined
  #isMuted = false

  /** @internal */
  constructor(context: AudioContext, stream: MediaStream, options: MicrophoneOptions) {
    this.#context = context
    this.#stream = stream
    this.#options = options
  }

  /** Whether the microphone is muted. A muted microphone sends silence, so the server detects the end of speech. */
  get muted(): boolean {
    return this.#isMuted
  }

  set muted(isMuted: boolean) {
    this.#isMuted = isMuted
    for (const track of this.#stream.getAudioTracks()) track.enabled = !isMuted
  }

  /**
   * Whether the browser captures nothing: until a user gesture, or during an interruption by the system, such as a phone
   * call on iOS. Call `resume` in the event handler of a gesture.
   */
  get isBlocked(): boolean {
    return isBlocked(this.#context)
  }

  /** Resumes capturing blocked by the browser. Call it in the event handler of a user gesture. */
  resume(): Promise<void> {
    return this.#context.resume()
  }

  /** Id of the current input device. */
  get deviceId(): string | undefined {
    return this.#stream.getAudioTracks()[0]?.getSettings().deviceId
  }

  /** Starts capturing; calls `onFrame` with 20 ms of 16-bit mono samples at a time. */
  async start(sampleRate: number, onFrame: (samples: Int16Array) => void): Promise<void> {
    this.#node?.disconnect()
    const processorOptions = { sampleRate, frameMs }
    this.#node = new AudioWorkletNode(this.#context, 'mira-capture', {
      numberOfOutputs: 0,
      channelCount: 1,
      channelCountMode: 'explicit',
      processorOptions,
    })
    this.#node.port.onmessage = ({ data }: MessageEvent<CapturedFrame>) => {
      this.#options.onLevel?.(data.level)
      onFrame(data.samples)
    }
    this.#connect()
  }

  /**
   * Switches to another input device.
   *
   * @throws {MiraError} Same errors as {@link openMicrophone}; the current device then stays in use.
   */
  async use(deviceId: string): Promise<void> {
    const stream = await openStream({ ...this.#options, deviceId })
    this.#release()
    this.#stream = stream
    this.muted = this.#isMuted
    if (this.#node) this.#connect()
  }

  /** Releases the device. Closes the audio context unless it was passed in the options. */
  async close(): Promise<void> {
    this.#release()
    this.#node?.disconnect()
    if (this.#node) this.#node.port.onmessage = null
    if (!this.#options.context && this.#context.state !== 'closed') await this.#context.close()
  }

  #connect(): void {
    this.#input?.disconnect()
    this.#input = this.#context.createMediaStreamSource(this.#stream)
    this.#input.connect(this.#node as AudioWorkletNode)
    const [track] = this.#stream.getAudioTracks()
    track?.addEventListener('ended', () => {
      this.#options.onLost?.(new MiraError('realtime: the microphone was disconnected', { code: 'microphone_lost' }))
    })
  }

  #release(): void {
    this.#input?.disconnect()
    for (const track of this.#stream.getTracks()) track.stop()
  }
}

/** Error code and message by the name of the browser's exception. */
const meanings: Readonly<Record<string, readonly [code: string, message: string]>> = {
  NotAllowedError: ['microphone_denied', 'the microphone was not allowed'],
  SecurityError: ['microphone_denied', 'the page may not use the microphone'],
  NotFoundError: ['microphone_missing', 'there is no microphone'],
  OverconstrainedError: ['microphone_missing', 'no microphone is as it was asked for'],
  NotReadableError: ['microphone_busy', 'the microphone is in use elsewhere'],
}

async function openStream({ deviceId, constraints }: MicrophoneOptions): Promise<MediaStream> {
  const audio = {
    echoCancellation: true,
    noiseSuppression: true,
    autoGainControl: true,
    ...(deviceId !== undefined && { deviceId: { exact: deviceId } }),
    ...constraints,
  }
  try {
    return await navigator.mediaDevices.getUserMedia({ audio })
  } catch (cause) {
    const [code, message] = meanings[(cause as Error).name] ?? [
      'audio_unsupported',
      'the microphone could not be opened',
    ]
    throw new MiraError(`realtime: ${message}`, { code, cause })
  }
}
