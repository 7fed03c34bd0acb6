import type { Capability, FixtureAnswer } from './fixture.ts'

const fields: Readonly<Record<Capability, readonly (keyof FixtureAnswer)[]>> = {
  chat: ['text', 'toolCalls', 'data', 'refusal', 'reasoning'],
  embeddings: ['embeddings'],
  images: ['images'],
  vision: ['objects'],
  speech: ['audio'],
  transcription: ['transcript'],
  music: ['audio', 'job', 'lyrics'],
  video: ['video', 'job', 'description'],
  moderation: ['blocked'],
}

/** Returns whether an answer contains something for a capability. An error answers all but moderation. */
export function isAnswerFor(answer: FixtureAnswer, capability: Capability): boolean {
  if (fields[capability].some((field) => answer[field] !== undefined)) return true
  return answer.error !== undefined && capability !== 'moderation'
}

/** Describes the missing fields of an answer: `answer: expected embeddings for this endpoint`. */
export function explainAnswer(capability: Capability): string {
  return `answer: expected ${fields[capability].join(', ')} or error for this endpoint`
}
