import type { TranscribeOptions, TranscriptionEngine, TranscriptionStream } from '@mira/engine'
import { EngineInputError, EngineUnavailableError } from '@mira/engine'
import { speechSampleRate } from '@mira/engine/audio'
import type { FindRecogniserOptions } from './build/recogniser-file.ts'
import { type RecogniserThread, startRecogniserThread } from './recogniser-thread.ts'
import { splitUtterances } from './split-utterances.ts'
import { joinTranscript, type RecognizedUtterance } from './transcript.ts'
import { createTranscriptionStream } from './transcription-stream.ts'
import { untilAborted } from './until-aborted.ts'

/** Options for {@link createLocalTranscriptionEngine}. */
export interface LocalTranscriptionEngineOptions extends FindRecogniserOptions {
  /** Live sessions at a time; each holds a thread and 190 MB (default 2). */
  readonly maxStreams?: number | undefined
}

const languages = ['en'] as const

/**
 * Recognition of English by PocketSphinx, in a worker thread loaded at the first call.
 *
 * Where the package does not ship the compiled recogniser the first call builds it once, which takes about 20 s.
 */
export function createLocalTranscriptionEngine(options: LocalTranscriptionEngineOptions = {}): TranscriptionEngine {
  const maxStreams = options.maxStreams ?? 2
  const streams = new Set<TranscriptionStream>()
  let openings = 0
  let isClosed = false
  let fileThread: Promise<RecogniserThread> | undefined

  const getFileThread = () => {
    if (isClosed)
      return Promise.reject(
        new EngineUnavailableError('The transcription engine is closed', { code: 'closed', status: 503 }),
      )
    fileThread ??= startRecogniserThread(options, 'file').catch((error: unknown) => {
      // The next call tries again: a compiler may be installed by then.
      fileThread = undefined
      throw error
    })
    return fileThread
  }

  return {
    info: {
      name: 'pocketsphinx',
      kind: 'statistical',
      description:
        'CMU PocketSphinx: English speech recognition by hidden Markov models and word triples, not neural; about seven of ten words right in clear read speech',
      version: '5prealpha',
      licence: 'BSD-2-Clause',
    },
    languages,
    async transcribe(samples, { signal, language, words = false } = {}) {
      signal?.throwIfAborted()
      checkLanguage(language)
      if (samples.length === 0) throw new EngineInputError('The file holds no sound', 'file', { code: 'empty' })
      const thread = await untilAborted(getFileThread(), signal)
      const utterances: RecognizedUtterance[] = []
      for (const { start, end } of splitUtterances(samples)) {
        const result = await thread.run({ kind: 'recognize', samples: samples.slice(start, end) }, { signal })
        utterances.push({ startSeconds: start / speechSampleRate, words: result.words })
      }
      return joinTranscript(utterances, samples.length / speechSampleRate, words)
    },
    async openStream({ signal, language, words = false } = {}) {
      signal?.throwIfAborted()
      checkLanguage(language)
      if (isClosed)
        throw new EngineUnavailableError('The transcription engine is closed', { code: 'closed', status: 503 })
      if (streams.size + openings >= maxStreams)
        throw new EngineUnavailableError(`All ${maxStreams} live transcriptions are in use`, {
          code: 'busy',
          status: 503,
        })
      openings++
      try {
        const thread = await untilAborted(startRecogniserThread(options, 'live'), signal)
        const stream = createTranscriptionStream(thread, { signal, words, onClose: () => streams.delete(stream) })
        streams.add(stream)
        return stream
      } finally {
        openings--
      }
    },
    async close() {
      isClosed = true
      const thread = await fileThread?.catch(() => undefined)
      await Promise.all([thread?.close(), ...[...streams].map((stream) => stream.close())])
    },
  }
}

function checkLanguage(language: TranscribeOptions['language']): void {
  if (language === undefined || /^en\b/i.test(language)) return
  throw new EngineInputError(`language: Only English (en) can be recognised, not ${language}`, 'language', {
    code: 'unsupported_language',
  })
}
