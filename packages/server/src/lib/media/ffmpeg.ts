import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process'
import { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import { EngineInputError } from '@mira/engine'

/** Audio formats that are written by ffmpeg only. */
export type FfmpegFormat = 'opus' | 'aac' | 'flac'

/** Media type and ffmpeg arguments of each format. */
const outputs: Readonly<Record<FfmpegFormat, { readonly mediaType: string; readonly arguments: readonly string[] }>> = {
  opus: { mediaType: 'audio/ogg', arguments: ['-c:a', 'libopus', '-f', 'ogg'] },
  aac: { mediaType: 'audio/aac', arguments: ['-c:a', 'aac', '-f', 'adts'] },
  flac: { mediaType: 'audio/flac', arguments: ['-c:a', 'flac', '-f', 'flac'] },
}

/** Returns the media type of the output of {@link Ffmpeg.encode}. */
export function ffmpegMediaType(format: FfmpegFormat): string {
  return outputs[format].mediaType
}

/** Options of {@link Ffmpeg.encode}. */
export interface EncodeOptions {
  readonly format: FfmpegFormat
  readonly sampleRate: number
  readonly signal: AbortSignal
}

/** Options of {@link Ffmpeg.decode}. */
export interface DecodeOptions {
  readonly maxDurationSeconds: number
  readonly signal: AbortSignal
}

/** The system's ffmpeg, if installed. */
export interface Ffmpeg {
  /** Returns whether ffmpeg is installed. */
  isPresent(): Promise<boolean>
  /** Encodes a stream of signed 16-bit mono samples. */
  encode(samples: AsyncIterable<Uint8Array>, options: EncodeOptions): AsyncGenerator<Uint8Array>
  /**
   * Decodes an audio or video file to 16 kHz mono samples.
   *
   * @throws {EngineInputError} `unreadable` for a file without audio, `too_long` for more than `maxDurationSeconds`.
   */
  decode(path: string, options: DecodeOptions): Promise<Int16Array>
}

const decodedRate = 16_000

/** Supported containers; playlists are excluded, as they open other files. */
const containers =
  'aac,ac3,aiff,amr,ape,asf,au,avi,caf,flac,flv,matroska,webm,mov,mp4,m4a,3gp,mp3,mpeg,mpegts,ogg,w64,wav,wv'
const safeInput = ['-protocol_whitelist', 'file', '-format_whitelist', containers]

/** Limits of one allocation, in bytes, and of processor time, in seconds: a small file can claim to be enormous. */
const bounds = ['-max_alloc', String(256 * 1024 * 1024), '-timelimit', '300']

/** Maximum characters of ffmpeg's messages that are kept: a damaged file can cause one per packet. */
const maxMessageLength = 4_096

type RunFfmpeg = (parameters: readonly string[], signal: AbortSignal) => ChildProcessWithoutNullStreams

/**
 * Creates a wrapper around the ffmpeg program.
 *
 * @param command - Name or path of the program. Defaults to `ffmpeg`.
 */
export function createFfmpeg(command = 'ffmpeg'): Ffmpeg {
  let presence: Promise<boolean> | undefined

  const run: RunFfmpeg = (parameters, signal) =>
    spawn(command, ['-hide_banner', '-loglevel', 'error', '-nostdin', ...bounds, ...parameters], {
      signal,
      killSignal: 'SIGKILL',
    })

  return {
    isPresent() {
      presence ??= new Promise((resolve) => {
        spawn(command, ['-version'], { stdio: 'ignore' })
          .on('error', () => resolve(false))
          .on('exit', (code) => resolve(code === 0))
      })
      return presence
    },
    encode: (samples, options) => encode(run, samples, options),
    decode: (path, options) => decode(run, path, options),
  }
}

async function* encode(
  run: RunFfmpeg,
  samples: AsyncIterable<Uint8Array>,
  { format, sampleRate, signal }: EncodeOptions,
): AsyncGenerator<Uint8Array> {
  const input = ['-f', 's16le', '-ar', String(sampleRate), '-ac', '1', '-i', 'pipe:0']
  const child = run([...input, ...outputs[format].arguments, '-flush_packets', '1', 'pipe:1'], signal)
  const messages = readMessages(child)
  const source = Readable.from(samples)
  let failure: unknown
  const fail = (error: unknown) => {
    failure ??= error
    child.kill('SIGKILL')
  }
  source.on('error', fail)
  child.on('error', fail)
  // ffmpeg may exit before it has read all input; its exit code then reports the failure.
  child.stdin.on('error', () => source.destroy())
  source.pipe(child.stdin)
  const ended = new Promise<number | null>((resolve) => child.on('close', resolve))
  try {
    yield* child.stdout as AsyncIterable<Buffer>
    const code = await ended
    if (failure !== undefined) throw failure
    if (code !== 0) throw new Error(`ffmpeg exited with code ${code}: ${await messages}`)
  } finally {
    source.destroy()
    child.kill('SIGKILL')
  }
}

async function decode(
  run: RunFfmpeg,
  path: string,
  { maxDurationSeconds, signal }: DecodeOptions,
): Promise<Int16Array> {
  // One extra second distinguishes a file beyond the limit from one exactly at it.
  const until = ['-t', String(maxDurationSeconds + 1)]
  const child = run(
    [...safeInput, '-i', path, '-vn', ...until, '-ac', '1', '-ar', String(decodedRate), '-f', 's16le', 'pipe:1'],
    signal,
  )
  const failed = new Promise<never>((_resolve, reject) => child.on('error', reject))
  const [audio, problem] = await Promise.race([Promise.all([buffer(child.stdout), readMessages(child)]), failed])
  signal.throwIfAborted()
  if (audio.byteLength < 2) {
    // The words of ffmpeg describe the server, such as its paths and version, and are not for callers.
    const cause = new Error(`ffmpeg: ${problem.trim()}`)
    throw new EngineInputError('The file contains no readable audio', 'file', { code: 'unreadable', cause })
  }
  const samples = new Int16Array(audio.buffer.slice(audio.byteOffset, audio.byteOffset + (audio.byteLength & ~1)))
  if (samples.length > maxDurationSeconds * decodedRate) {
    // Same message as from the embedded decoders: it makes no difference to callers which of them read the file.
    const message = `The file's audio is longer than the limit of ${maxDurationSeconds} s`
    throw new EngineInputError(message, 'file', { code: 'too_long' })
  }
  return samples
}

/** Reads all messages, since the program waits for its reader, and keeps the first. */
async function readMessages({ stderr }: ChildProcessWithoutNullStreams): Promise<string> {
  let messages = ''
  stderr.setEncoding('utf8').on('data', (chunk: string) => {
    if (messages.length < maxMessageLength) messages += chunk
  })
  // Closes also if the program cannot be started, which its own error reports.
  await new Promise((resolve) => stderr.on('close', resolve))
  return messages
}
