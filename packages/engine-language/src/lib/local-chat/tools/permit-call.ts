import { readRussianClauses } from '../russian/clauses.ts'
import { translateVerb } from '../russian/glossary.ts'
import { isCyrillic } from '../russian/question.ts'
import { isFunctionWord, splitIdentifier, stemOf, wordsOf } from '../words.ts'
import { namesChange } from './change-verbs.ts'
import { type Clause, type Mood, readClauses } from './clauses.ts'
import type { LocalTool } from './local-tool.ts'

/** Whether a message asks for a tool, leaves that in doubt, or does not. */
export type Permission = 'call' | 'ask' | 'ignore'

const answerable: readonly Mood[] = ['request', 'question', 'doubtful', 'fragment']
const permissionQuestion = /^(?:can|could|may|shall|might) (?:i|we)\s+(?:please\s+)?(\p{L}+)\b(.*)$/isu

/**
 * Decides whether a message permits a call. A tool that changes something needs a request that names the change, such as
 * an imperative or a wish. Questions, reports, negations and thanks are none.
 */
export function permitCall(
  { change, nameStems, describedVerbs, otherStems }: LocalTool,
  clauses: readonly Clause[],
): Permission {
  if (change === undefined) return clauses.some(asksForReading) ? 'call' : 'ignore'
  // "Поставить на паузу": the description names the change in the words of the message.
  const isDescribed = ({ verb = '', text }: Clause) =>
    describedVerbs.includes(verb) && objectStems(text).some((stem) => otherStems.has(stem))
  // A verb of another language has several meanings, of one or two words.
  const names = (clause: Clause) =>
    isDescribed(clause) ||
    (clause.verb ?? '').split('|').some((meaning) => {
      const [head = '', ...particles] = meaning.split(' ')
      return head !== '' && namesChange({ change, nameStems }, head, [...particles, clause.rest ?? ''].join(' '))
    })
  if (clauses.some((clause) => clause.mood === 'request' && names(clause))) return 'call'
  const isDoubtful = clauses.some((clause) => clause.mood === 'doubtful' && names(clause))
  return isDoubtful || clauses.some((clause) => asksPermission(clause, { change, nameStems })) ? 'ask' : 'ignore'
}

/** Stems of a Russian clause without its verbs. */
function objectStems(text: string): string[] {
  return wordsOf(text)
    .filter((word) => isCyrillic(word) && !isFunctionWord(word) && translateVerb(word) === undefined)
    .map(stemOf)
}

/** "Switch on the lamp" or "Update my password" asks for no tool that only reads, even if no other is there. */
function asksForReading({ mood, verb = '' }: Clause): boolean {
  return answerable.includes(mood) && !(mood === 'request' && switching.test(verb))
}

const switching =
  /^(?:turn|switch|activate|enable|disable|deactivate|start|stop|cancel|delete|remove|lock|unlock|open|close|update|reset|rename|send|email|pay|buy|purchase|reserve|reschedule|subscribe|unsubscribe|upload|publish)$/

/** "Can I cancel my order?" is a question to most, and a request to some. */
function asksPermission({ text, mood }: Clause, named: Parameters<typeof namesChange>[0]): boolean {
  const [, verb = '', rest = ''] = mood === 'question' ? (permissionQuestion.exec(text.trim()) ?? []) : []
  return verb !== '' && namesChange(named, verb.toLowerCase(), rest)
}

/** Returns the part of a text that arguments of a change may come from: without questions, negations and thanks. */
export function requestedPart(text: string): string {
  const clauses = isCyrillic(text) ? readRussianClauses(text) : readClauses(text)
  const kept = clauses.filter(({ mood }) => /^(?:request|statement|fragment)$/.test(mood))
  return kept.length === clauses.length ? text : kept.map((clause) => clause.text.trim()).join('\n')
}

/** Returns the question whether a tool should be called, in the language of the message. */
export function askBack({ name }: Pick<LocalTool, 'name'>, message: string): string {
  if (isCyrillic(message))
    return `Я не вызвал ${name}: из сообщения не ясно, что вы об этом просите. Напишите просьбу прямо, со всеми данными.`
  return `I did not call ${name}, because you did not clearly ask for it. To run it, write “Please ${splitIdentifier(name)}” with the details.`
}
