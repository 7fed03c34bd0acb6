import type { Conversation } from '../conversation.ts'
import type { Extractor } from '../extraction/extractor.ts'
import { type Field, isPhraseField } from '../extraction/field.ts'
import { isNumeric, type JsonSchema, typesOf } from '../json/json-schema.ts'
import { repairJson } from '../json/repair-json.ts'
import { writeJson } from '../json/write-json.ts'
import type { Written } from '../json/written.ts'
import { isCyrillic } from '../russian/question.ts'
import { findDoubtful } from './arguments/find-doubtful.ts'
import { readNumbers } from './arguments/read-numbers.ts'
import { readTexts } from './arguments/read-texts.ts'
import { fanOut } from './fan-out.ts'
import { fillPhrases, isOtherPlace } from './fill-phrases.ts'
import { freeTexts, type LocalTool } from './local-tool.ts'
import type { Element } from './parallel/find-elements.ts'
import { asksForMore, splitRequest, type Variant } from './parallel/split-request.ts'
import { tidyArguments } from './tidy-arguments.ts'

/** Arguments of a call, and the required ones that could not be found. */
export interface FilledArguments {
  readonly value: Readonly<Record<string, unknown>>
  readonly missing: readonly string[]
  /** Message with this request alone, if it asks for several. */
  readonly said?: string
  /** Whether the message asks for several calls, which could not all be filled. */
  readonly isPartial?: boolean
}

/** Sources of arguments other than the message. */
export interface ArgumentSource {
  readonly conversation: Conversation
  readonly extractor: Extractor
  /** Whether one message may result in several calls of the tool. */
  readonly mayRepeat: boolean
  /** Whether the call has to be made, even with arguments in doubt. */
  readonly isForced?: boolean
}

/** Extracts the arguments of a tool: one set, or one for each item of a list if the tool accepts a single item. */
export async function fillArguments(tool: LocalTool, text: string, source: ArgumentSource): Promise<FilledArguments[]> {
  const { document } = tool
  const texts = source.mayRepeat ? fanOut(document.root, text, source.extractor) : [text]
  const filled: FilledArguments[] = []
  for (const part of texts) filled.push(await fillOnce(tool, part, texts.length > 1 ? alone(part, source) : source))
  const mayHold = isCyrillic(text) || source.isForced || takesList(document.root)
  const variants = mayHold || !source.mayRepeat ? [] : splitRequest(text, source.extractor)
  const isOne = filled.length === 1
  if (variants.length < 2) return filled.map((one) => ({ ...one, isPartial: isOne && !mayHold && asksForMore(text) }))
  if (isOne && filled.every((one) => holdsAll(tool, one, variants))) return filled
  const each: FilledArguments[] = []
  for (const variant of variants) each.push(await fillOnce(tool, variant.text, alone(variant.text, source)))
  if (isWhole(each, variants)) return each.map((one, index) => ({ ...one, said: variants[index]?.text ?? text }))
  return filled.map((one) => ({ ...one, isPartial: filled.length < variants.length }))
}

/** One of several requests takes nothing from the others of its message. */
function alone(text: string, source: ArgumentSource): ArgumentSource {
  return { ...source, conversation: { ...source.conversation, question: text } }
}

const takesList = ({ properties = {} }: JsonSchema): boolean =>
  Object.values(properties).some((schema) => typeof schema === 'object' && typesOf(schema).includes('array'))

/** Returns whether one call has all that the variants have, each in an argument of its own or in a free text. */
function holdsAll(tool: LocalTool, { value, missing }: FilledArguments, variants: readonly Variant[]): boolean {
  const phrases = freeTexts(tool).filter(isPhraseField)
  const elements = [...new Set(variants.flatMap((variant) => variant.elements))]
  const held = Object.entries(value).map(([name, one]) => ({
    count: elements.filter((element) => isIn(element, [one])).length,
    isPhrase: phrases.some(({ path }) => path[0] === name),
  }))
  return (
    missing.length === 0 &&
    elements.every((element) => isIn(element, Object.values(value))) &&
    held.every(({ count, isPhrase }) => count < 2 || isPhrase)
  )
}

/** Returns whether each variant has a call of its own, with the same arguments and all of its elements. */
function isWhole(filled: readonly FilledArguments[], variants: readonly Variant[]): boolean {
  const names = ({ value }: FilledArguments) => Object.keys(value).toSorted().join()
  const [first] = filled
  return (
    first !== undefined &&
    new Set(filled.map(({ value }) => JSON.stringify(value))).size === filled.length &&
    filled.every(
      (one, index) =>
        one.missing.length === 0 &&
        names(one) === names(first) &&
        [...(variants[index]?.elements ?? []), ...(variants[index]?.others ?? [])].every((element) =>
          isIn(element, Object.values(one.value)),
        ),
    )
  )
}

function isIn({ kind, text }: Element, values: readonly unknown[]): boolean {
  if (kind === 'date') return true
  const said = JSON.stringify(values).toLowerCase()
  // "Maroon 5" is a name, but "Stage 5" may be a number.
  const [, figure] = kind === 'name' ? (/ (\d+)$/.exec(text) ?? []) : []
  if (figure !== undefined && values.includes(Number(figure))) return true
  const [own = ''] = kind === 'number' ? (/\d[\d,.]*/.exec(text) ?? []) : [text.replaceAll(/^["'“‘]|["'”’]$/g, '')]
  return [own, own.replaceAll(',', ''), own.split(', ')[0] ?? own].some((one) => said.includes(one.toLowerCase()))
}

async function fillOnce(
  tool: LocalTool,
  text: string,
  { conversation, extractor: reader, isForced = false }: ArgumentSource,
): Promise<FilledArguments> {
  const { document } = tool
  const extractor = { ...reader, isExact: true }
  const sure = isCyrillic(text) ? undefined : { numbers: readNumbers(tool, text), texts: readTexts(tool, text) }
  const derive = async ({ path }: Field) => sure?.numbers.values.get(path) ?? sure?.texts.get(path)
  let best = withPhrases(tool, text, await writeJson(document.root, { document, text, extractor, derive }))
  if (sure && !isForced)
    best = withoutDoubtful(best, findDoubtful(tool, text, best.value as Record<string, unknown>, sure), document.root)
  // Arguments missing from this message may be in earlier ones.
  const earlier = conversation.history.filter(({ role }) => role === 'user').map((turn) => turn.text)
  for (const more of [conversation.question, [...earlier, text].slice(-6).join('\n')]) {
    if (best.missing.length === 0) break
    if (more === text) continue
    const next = await writeJson(document.root, { document, text: more, extractor })
    if (next.missing.length < best.missing.length) best = merge(best, next)
  }
  if (sure && !isForced) best = withDefaults(best, document.root, sure.numbers.unused.length > 0)
  const value = best.missing.length > 0 && !isForced ? best.value : repairJson(best.value, document)
  const found: Record<string, unknown> = typeof value === 'object' && value !== null ? { ...value } : {}
  const filled = tidyArguments(document.root, [text, conversation.question].join('\n'), found)
  const empty = (document.root.required ?? []).filter((name) => filled[name] === '' && !best.missing.includes(name))
  return { value: filled, missing: [...best.missing, ...empty] }
}

/** Adds the object and the place that the request names. */
function withPhrases(tool: LocalTool, text: string, written: Written): Written {
  const value = written.value
  if (typeof value !== 'object' || value === null) return written
  const kept = Object.fromEntries(Object.entries(value).filter(([name, one]) => !isOtherPlace(tool, name, one)))
  const found = Object.fromEntries(Object.entries(kept).filter(([name]) => !written.missing.includes(name)))
  const added = fillPhrases(tool, text, found)
  return {
    value: { ...kept, ...added },
    found: written.found + Object.keys(added).length,
    missing: written.missing.filter((path) => !Object.hasOwn(added, path)),
  }
}

/** Removes arguments in doubt; the required ones are missing then. */
function withoutDoubtful(written: Written, doubtful: readonly string[], { required = [] }: JsonSchema): Written {
  const value = Object.fromEntries(Object.entries(written.value as object).filter(([name]) => !doubtful.includes(name)))
  const asked = doubtful.filter((name) => required.includes(name) && !written.missing.includes(name))
  return { value, found: written.found - doubtful.length, missing: [...written.missing, ...asked] }
}

/** Takes a default that a description documents, as JSON Schemas of functions often do: "The size of the deck. Default is 52." */
function withDefaults(written: Written, { properties = {} }: JsonSchema, isNumberLeft: boolean): Written {
  const added = written.missing.flatMap((name): [string, unknown][] => {
    const schema = properties[name]
    if (typeof schema !== 'object') return []
    const [, said = ''] =
      /\bdefaults?(?: value)?(?: is| to|:)? ['"]?(true|false|-?\d+(?:\.\d+)?)\b/i.exec(schema.description ?? '') ?? []
    if (typesOf(schema).includes('boolean'))
      return /^(?:true|false)$/i.test(said) ? [[name, said.toLowerCase() === 'true']] : []
    return isNumeric(schema) && !isNumberLeft && /\d/.test(said) ? [[name, Number(said)]] : []
  })
  const names = added.map(([name]) => name)
  return {
    ...written,
    value: { ...(written.value as object), ...Object.fromEntries(added) },
    missing: written.missing.filter((name) => !names.includes(name)),
  }
}

/** Merges two results: values from the nearer text take precedence, and the wider text fills the gaps. */
function merge(near: Written, wide: Written): Written {
  const added = wide.value as Record<string, unknown>
  const gained = near.missing.filter((path) => !wide.missing.includes(path)).map((path) => path.split('.')[0] ?? path)
  const value = { ...(near.value as object), ...Object.fromEntries(gained.map((name) => [name, added?.[name]])) }
  return { value, found: near.found + gained.length, missing: wide.missing }
}
