import type { Field } from '../../extraction/field.ts'
import { typesOf } from '../../json/json-schema.ts'
import { escapeRegExp } from '../../words.ts'
import type { LocalTool } from '../local-tool.ts'

/** The option of an enumeration that the message has word for word, if it is the only one. */
export function readChoices({ document: { root } }: LocalTool, text: string): [string, string][] {
  return Object.entries(root.properties ?? {}).flatMap(([name, schema]) => {
    const options = typeof schema === 'object' && typesOf(schema).includes('string') ? (schema.enum ?? []) : []
    const said = onlyNamed(
      options.map(String).filter((one) => one.length > 2),
      text,
    )
    return said === undefined ? [] : [[name, said] as [string, string]]
  })
}

/** The only listed option that the message names. */
export function readListed(field: Field, text: string): string | undefined {
  return onlyNamed(listedOptions(field.description), text)
}

/** Texts that a description gives as examples or as the choices: `such as vegan, vegetarian`, `'men' or 'women'`. */
function listedOptions(description: string): string[] {
  const inQuotes = [...description.matchAll(/(?<![\p{L}\p{N}])['"‘“]([\p{L}\p{N}][^'"’”\n]{0,30})['"’”]/gu)].map(
    ([, one = '']) => one,
  )
  const after =
    /\b(?:e\.?g\.?,?|such as|for example|examples?:|options(?: are| include)?:?|like|could be|can be|either|one of)\s+(.{3,200}?)(?:\betc|\.(?:\s|$)|\)|$)/is.exec(
      description,
    )?.[1] ?? ''
  const inList =
    after.includes("'") || after.includes('"')
      ? []
      : after
          .split(/,\s*(?:or |and )?|\s+or\s+/)
          .map((one) => one.trim())
          .filter((one) => /^\p{L}[\p{L}\p{N} -]{1,24}$/u.test(one) && one.split(' ').length <= 3)
  return [...new Set([...inQuotes, ...inList])]
}

/** Returns whether the message names several options of a text, which can only be one of them. */
export function namesSeveral({ description, schema }: Field, text: string): boolean {
  const options = schema.enum ? schema.enum.map(String).filter((one) => one.length > 2) : listedOptions(description)
  return named(options, text).length > 1
}

function onlyNamed(options: readonly string[], text: string): string | undefined {
  const found = named(options, text)
  return found.length === 1 ? found[0] : undefined
}

/** The options that a text has as words of their own, without those that are a part of another one. */
function named(options: readonly string[], text: string): string[] {
  const said = options.filter((one) =>
    new RegExp(String.raw`(?<![\p{L}\p{N}-])${escapeRegExp(one)}(?![\p{L}\p{N}-])`, 'iu').test(text),
  )
  return said.filter((one) => !said.some((other) => other !== one && other.toLowerCase().includes(one.toLowerCase())))
}
