import type { EngineInfo, TranscribeOptions, TranscriptionEngine, TranscriptionStream } from '@mira/engine'
import { EngineInputError, EngineUnavailableError } from '@mira/engine'
import { speechSampleRate } from '@mira/engine/audio'
import type { EngineWorkerOptions } from '@mira/engine/worker'
import type { FindRecognizerOptions } from './build/recognizer-file.ts'
import { openRecognizerHost, type RecognizerHost } from './recognizer-host.ts'
import { joinTranscript, type RecognizedUtterance } from './transcript.ts'
import { createTranscriptionStream } from './transcription-stream.ts'
import { untilAborted } from './until-aborted.ts'

/** Options for {@link createLocalTranscriptionEngine}. */
export interface LocalTranscriptionEngineOptions extends FindRecognizerOptions {
  /**
   * Maximum number of concurrent live sessions; each holds a process of about 250 MB.
   *
   * @defaultValue 2
   */
  readonly maxStreams?: number | undefined
  /**
   * Limits of the child processes. For live sessions, only the deadline and the memory limit apply.
   *
   * @defaultValue 120 s per utterance of at most 20 s, and 1 GiB of memory.
   */
  readonly worker?: EngineWorkerOptions | undefined
}

const languages = ['en'] as const

const info: EngineInfo = {
  name: 'pocketsphinx',
  kind: 'statistical',
  description:
    'CMU PocketSphinx: English speech recognition by hidden Markov models and word triples, not neural; about seven of ten words right in clear read speech',
  version: '5prealpha',
  license: 'BSD-2-Clause',
}

/**
 * Creates an engine that recognizes English with PocketSphinx, in a child process started on the first call. Utterances
 * are scheduled fairly between callers; each live session has a separate process.
 *
 * If the package does not include the compiled recognizer, the first call builds it once, which takes about 20 s.
 */
export function createLocalTranscriptionEngine(options: LocalTranscriptionEngineOptions = {}): TranscriptionEngine {
  const maxStreams = options.maxStreams ?? 2
  const streams = new Set<TranscriptionStream>()
  let openings = 0
  let isClosed = false
  let fileHost: Promise<RecognizerHost> | undefined

  const getFileHost = async () => {
    if (isClosed) throw closedError()
    fileHost ??= openRecognizerHost(options, 'file').catch((error: unknown) => {
      // The next call retries, since a compiler may have been installed.
      fileHost = undefined
      throw error
    })
    return fileHost
  }

  return {
    info,
    languages,
    async transcribe(samples, { signal, caller, language, words = false } = {}) {
      signal?.throwIfAborted()
      checkLanguage(language)
      if (samples.length === 0) throw new EngineInputError('The file contains no audio', 'file', { code: 'empty' })
      const host = await untilAborted(getFileHost(), signal)
      const first = await host.run({ kind: 'begin', samples }, { signal, caller })
      const recognized: RecognizedUtterance[] = []
      for (const [index, { start, end }] of first.utterances.entries()) {
        const task = { kind: 'recognize', samples: samples.slice(start, end) } as const
        const result = index === 0 ? first : await host.run(task, { signal, caller })
        recognized.push({ ...result, startSeconds: start / speechSampleRate })
      }
      return joinTranscript(recognized, samples.length / speechSampleRate, words)
    },
    async openStream({ signal, language, words = false } = {}) {
      signal?.throwIfAborted()
      checkLanguage(language)
      if (isClosed) throw closedError()
      if (streams.size + openings >= maxStreams)
        throw new EngineUnavailableError(`All ${maxStreams} live transcriptions are in use`, {
          code: 'busy',
          status: 503,
        })
      openings++
      try {
        const host = await untilAborted(openRecognizerHost(options, 'live'), signal)
        const stream = createTranscriptionStream(host, { signal, words, onClose: () => streams.delete(stream) })
        streams.add(stream)
        return stream
      } finally {
        openings--
      }
    },
    async close() {
      isClosed = true
      const host = await fileHost?.catch(() => undefined)
      await Promise.all([host?.close(), ...[...streams].map((stream) => stream.close())])
    },
  }
}

function checkLanguage(language: TranscribeOptions['language']): void {
  if (language === undefined || /^en\b/i.test(language)) return
  throw new EngineInputError(`language: Only English (en) can be recognized, not ${language}`, 'language', {
    code: 'unsupported_language',
  })
}

function closedError(): EngineUnavailableError {
  return new EngineUnavailableError('The transcription engine is closed', { code: 'closed', status: 503 })
}
