import type { z } from 'zod'

/** Problem of a file that is not text. */
export const unsupportedFile = 'such files are not supported; send their text, or their pages as images'

/** Problem of audio where none is transcribed. */
export const unsupportedAudio = 'audio is not supported here; transcribe it with /v1/audio/transcribe and send the text'

/** Content parts of other APIs that no engine accepts, with the way to send them. */
const unsupportedParts: Readonly<Record<string, string>> = {
  input_file: unsupportedFile,
  input_audio: unsupportedAudio,
}

/** Parameters of a union of content parts: its error names the way to send a part that is not supported. */
export const partErrors = {
  error: ({ input }: z.core.$ZodRawIssue) => unsupportedParts[(input as { readonly type?: string } | null)?.type ?? ''],
}

/** Parameters of a field that asks for log probabilities. */
export const noLogProbabilities = { error: 'log probabilities are not supported; omit the field' }
