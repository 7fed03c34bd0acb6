import { escapeRegExp, isFunctionWord } from '../words.ts'
import { isCountry } from './codes.ts'
import { isStateName } from './roles/american-states.ts'
import { goesOn, opensLabel } from './roles/name-phrases.ts'

/** Capitalized words beside a name that are no part of it: days, months and what opens a sentence. */
const apart =
  /^(?:mon|tues|wednes|thurs|fri|satur|sun)day$|^(?:january|february|march|april|may|june|july|august|september|october|november|december)$|^(?:mr|mrs|ms|dr|hi|hello|hey|book|find|send|play|confirm\w*|book\w*|reserv\w+|starring|please|transfer|pay|call|email|ask|tell|show|get|check|leaving|going|i['’]?\w*)$/i

/** What goes on after a name: "Wine" in "Wine bar & Bistro", "Andaz" in "Andaz - A Concept", "Ann Lee" in "Ann Lee, LCSW". */
const longer = /^ \p{Ll}+ & \p{Lu}|^ [-–] \p{Lu}|^: \p{Lu}/u
const degree = /^, (?:np|phd|psyd|lcsw|lmft|msw|md|do|dds|dmd|jr|sr|inc|llc|ltd)\b/i

/**
 * Returns whether a value is a piece of a longer name or code in the text: "Walter" in "Walter the Dog", "2.1" in "2.1.3". What the
 * whole is would be a guess.
 */
export function isPartialName(text: string, value: string, others: readonly string[] = []): boolean {
  const found = [...text.matchAll(new RegExp(escapeRegExp(value), 'g'))]
  const name = value.replace(/^the /, '')
  if (found.length === 0) return false
  return found.every(({ index }) => {
    const before = text.slice(0, index)
    const after = text.slice(index + value.length)
    if (/[\p{L}\p{N}][.@_-]?$/u.test(before) || /^(?:[\p{L}\p{N}_@]|[.-][\p{Ll}\p{N}]|-\p{Lu})/u.test(after))
      return true
    if (!/^\p{Lu}/u.test(name) || /["“'‘]$/.test(before)) return false
    if (longer.test(after) || goesOn(after) || degree.test(after)) return true
    // "Ponce Puerto Rico": a state is no part of the name.
    const pair = /^ (\p{Lu}\p{Ll}+ \p{Lu}\p{Ll}+)/u.exec(after)?.[1]
    if (pair !== undefined && isStateName(pair)) return false
    // "Oslo Airport Pick-up date:": the next label is none either.
    if (opensLabel.test(after)) return false
    const next = /^ (?:(?:by|the|of|on|de|von|van) )?(\p{Lu}[\p{L}'’-]*)/u.exec(after)?.[1]
    const previous = name !== value ? null : /(?:^|\s)(\p{Lu}[\p{L}'’-]*) $/u.exec(before)
    const opens = previous !== null && /(?:^|[.!?:;]\s*)$/.test(before.slice(0, previous.index))
    return continues(next, others) || (!opens && continues(previous?.[1], others))
  })
}

function continues(word: string | undefined, others: readonly string[]): boolean {
  if (word === undefined || apart.test(word) || isFunctionWord(word)) return false
  if (isStateName(word) || isCountry(word)) return false
  return !others.some((other) => other.includes(word))
}
