/** Recorded audio without samples that are exactly 0, which would depend on the length of pauses. */
export interface Recording {
  readonly sound: Float32Array
}

/** Requests the recording since the last request, once the given number of silent samples has passed. */
export interface RecordingRequest {
  readonly silentSamples: number
}

declare const registerProcessor: (name: string, processor: unknown) => void
declare const AudioWorkletProcessor: new () => { readonly port: MessagePort }

class Recorder extends AudioWorkletProcessor {
  #sound: number[] = []
  #silentSamples = 0
  #request: RecordingRequest | undefined

  constructor() {
    super()
    this.port.onmessage = ({ data }: MessageEvent<RecordingRequest>) => {
      this.#silentSamples = 0
      this.#request = data
    }
  }

  process([channels]: readonly Float32Array[][]): boolean {
    for (const sample of channels?.[0] ?? []) {
      this.#silentSamples = sample === 0 ? this.#silentSamples + 1 : 0
      if (sample !== 0) this.#sound.push(sample)
    }
    if (this.#request && this.#silentSamples >= this.#request.silentSamples) {
      this.port.postMessage({ sound: Float32Array.from(this.#sound) })
      this.#sound = []
      this.#request = undefined
    }
    return true
  }
}

registerProcessor('recorder', Recorder)
