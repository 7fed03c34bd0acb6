import { EngineInputError } from '@mira/engine'
import { splitSentences } from '@mira/engine/internal'
import { answerInWords, findAnswer, type NamedAnswer, type Trace } from './answer.ts'
import type { Conversation } from './conversation.ts'
import type { Field } from './extraction/field.ts'
import { scoreSentiment } from './extraction/sentiment.ts'
import { findSchema } from './json/find-schema.ts'
import { findShape } from './json/find-shape.ts'
import { typesOf } from './json/json-schema.ts'
import { readSchema } from './json/read-schema.ts'
import { repairJson } from './json/repair-json.ts'
import type { SchemaDocument } from './json/schema-document.ts'
import { writeJson } from './json/write-json.ts'
import { languageOf } from './language-of.ts'
import type { SkillContext } from './skills/skill.ts'
import { splitRequest } from './skills/split-request.ts'
import { summarize } from './skills/summary.ts'
import { labelResult } from './tools/label-result.ts'
import { wordsOf } from './words.ts'

/**
 * Generates an answer as JSON that conforms to a schema.
 *
 * @param schema - Schema of the response format. Without one, the request may describe the shape in words.
 */
export async function answerInJson(
  context: SkillContext,
  schema: SchemaDocument | undefined,
  trace: Trace,
): Promise<string> {
  const { results, history } = context.conversation
  const { document, question } = schema
    ? { document: schema, question: context.conversation.question }
    : readDescribedShape(context.conversation)
  if (!document) return JSON.stringify(await answerAsObject(context, trace))
  const labeled = results.map(({ content }) => labelResult(content)).filter(Boolean)
  const text = [...labeled, dataOf(question)].join('\n')
  const source = { document, text, extractor: context.extractor, derive: createDeriver(context, text, trace) }
  let written = await writeJson(document.root, source)
  if (written.missing.length > 0 && history.length > 0) {
    const wider = [...history.map((turn) => turn.text), text].join('\n')
    const next = await writeJson(document.root, { ...source, text: wider })
    if (next.missing.length < written.missing.length) written = next
  }
  trace(`json: ${written.found} fields from the text, missing: ${written.missing.join(', ') || 'none'}`)
  return JSON.stringify(repairJson(written.value, document))
}

/** Reads the shape that the messages describe by a schema, a template or a list of keys; the question is without it. */
function readDescribedShape({ system, question }: Pick<Conversation, 'system' | 'question'>): {
  readonly document: SchemaDocument | undefined
  readonly question: string
} {
  const inQuestion = findSchema(question)
  const inSystem = findSchema(system)
  const rest = inQuestion?.rest ?? question
  const found = inQuestion ?? inSystem
  try {
    if (found) return { document: readSchema(found.schema, 'messages'), question: rest }
  } catch (error) {
    // A message may well contain an invalid schema, about which it asks.
    if (!(error instanceof EngineInputError)) throw error
  }
  const shape = findShape(inSystem?.rest ?? system) ?? findShape(rest)
  return { document: shape && readSchema(shape, 'messages'), question: rest }
}

/** Returns the answer under a single key. Used if there is no schema. */
async function answerAsObject(context: SkillContext, trace: Trace): Promise<Record<string, unknown>> {
  const answer = await answerInWords(context, trace)
  return answer.score > 0 ? { answer: answer.value ?? answer.brief ?? answer.text } : { error: answer.text }
}

const formatCommand =
  /^(?:please\s+)?(?:return|respond|reply|answer|give|output|write|produce|extract|use|provide|format|make|create)\b.*\b(?:json|keys?|fields?|schema|properties)\b/i

/** Returns the text that a request is about, without the instruction if the message contains both. */
function dataOf(question: string): string {
  const { instruction, data } = splitRequest(question)
  const isRequest =
    /\b(?:extract|parse|convert|turn|return|classify|analy[sz]e|read|get|find|give|produce|fill|from|following|text|json|structured|information|details|summari[sz]e|identify)\b/i.test(
      instruction,
    )
  if (data && isRequest && wordsOf(data).length >= 2) return data
  const matter = splitSentences(question).filter((sentence) => !formatCommand.test(sentence))
  return matter.length > 0 ? matter.join('\n') : question
}

/** Answers a request, or the only question in it: the other sentences may be for other fields. */
async function answerQuestion(context: SkillContext, trace: Trace): Promise<NamedAnswer | undefined> {
  const whole = await findAnswer(context, trace)
  const [question, other] = splitSentences(context.text).filter((sentence) => /\?\s*$/.test(sentence))
  return whole || !question || other ? whole : findAnswer({ ...context, text: question }, trace)
}

/** Creates a function that computes fields with known names, such as `summary` or `word_count`. */
function createDeriver(context: SkillContext, text: string, trace: Trace): (field: Field) => Promise<unknown> {
  let answer: Promise<NamedAnswer | undefined> | undefined
  const ask = () => {
    answer ??= answerQuestion(context, trace)
    return answer
  }
  return async (field) => {
    if (field.schema.enum) return undefined
    const types = typesOf(field.schema)
    if (types.includes('string') && /\b(?:summary|tldr|abstract)\b/.test(field.name))
      return (await summarize(context, text, 1)).join(' ')
    if (types.includes('string') && /\bsentiment\b/.test(field.name))
      return scoreSentiment(text) >= 0 ? 'positive' : 'negative'
    if (/\b(?:word count|words count|number of words)\b/.test(field.name)) return wordsOf(text).length
    if (/\b(?:sentence count|number of sentences)\b/.test(field.name)) return splitSentences(text).length
    if (/^(?:language|lang)(?: code)?$/.test(field.name) && /\bdetect|written|of the text\b/i.test(field.description))
      return languageOf(text)
    if (
      /\b(?:answer|result|solution|output|response|reply|total|sum|final|explanation|reasoning|weekday|days|converted)\b/.test(
        field.name,
      )
    )
      return coerce(await ask(), field, types)
    return undefined
  }
}

function coerce(answer: NamedAnswer | undefined, { name }: Field, types: readonly string[]): unknown {
  if (!answer || answer.score < 0.7) return undefined
  if (/\b(?:explanation|reasoning)\b/.test(name)) return types.includes('string') ? answer.text : undefined
  const { value } = answer
  if (types.includes('number') || types.includes('integer')) return typeof value === 'number' ? value : numberIn(value)
  if (types.includes('boolean')) return typeof value === 'boolean' ? value : undefined
  return types.includes('string') ? (answer.brief ?? answer.text) || undefined : undefined
}

function numberIn(value: unknown): number | undefined {
  const found = typeof value === 'string' ? value.match(/-?\d+(?:\.\d+)?/)?.[0] : undefined
  return found === undefined ? undefined : Number(found)
}
