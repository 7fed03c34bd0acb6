import { splitSentences } from '@mira/engine/internal'
import type { Clause } from '../tools/clauses.ts'
import { translateVerb, translateWords } from './glossary.ts'

const opener =
  /^(?:(?:привет|здравствуй(?:те)?|пожалуйста|мира|эй|слушай|слушайте|так|ну|ладно|хорошо|ок|окей|да|нет|тогда|потом|затем|а|и|теперь|сейчас|также|еще|просто|давай|будь добра?|будьте добры|срочно|быстро)(?![\p{L}])[,!.:]?\s*)+/iu
const thanks = /^(?:(?:большое|огромное) )?(?:спасибо|благодарю|спс)(?!\p{L})/iu
const question =
  /^(?:(?:в|на|до|с|у|к|от|за|по|из) )?(?:как(?:ой|ая|ое|ие|ого|ую|ом)?|где|куда|откуда|когда|кто|кого|кому|что|чего|почему|зачем|сколько|разве|неужели|чей|чья)(?!\p{L})|(?<!\p{L})ли(?!\p{L})/iu
const condition = /(?:^|[\s,])(?:если|когда|пока|как только|в случае|прежде чем|после того)(?!\p{L})/iu
const hesitation =
  /(?<!\p{L})(?:может быть|наверное|возможно|думаю|подумываю|не уверена?|пожалуй|когда-нибудь|вдруг)(?!\p{L})/iu
const report =
  /(?<!\p{L})(?:говорит|говорят|сказала?|сказали|просит|просила?|просили|пишет|написала?|хочет|хотела?|хотят|посоветовал[аи]?|велел[аи]?|предложил[аи]?)(?!\p{L})/iu
const wish =
  /^(?:я |мы |мне |нам )?(?:хочу|хотим|хотел(?:а|и)? бы|хотелось бы|нужно|надо|необходимо|прошу|требуется)\s+(?:чтобы ты |тебя |вас )?(.*)$/isu
const polite = /^(?:ты |вы )?(?:не )?(?:можешь|можете|мог(?:ла|ли)? бы(?: ты| вы)?)(?: ли)?(?: ты| вы)?\s+(.*)$/isu
const withdrawal = /(?<!\p{L})(?:передумал[аи]?|неважно|забудь|не надо|не нужно|отбой|шучу|пошутил[аи]?)(?!\p{L})/iu
const negatedVerb = /(?<!\p{L})не\s+(?:(?:надо|нужно|стоит|смей|вздумай)\s+)?(\p{L}+)/iu

/** Length of a message that is read, in characters: requests are short, and the patterns are not linear. */
const maxRead = 2_000

/** Splits a Russian message into clauses with their moods. Verbs and the rest are in English words, as tools name them. */
export function readRussianClauses(said: string): Clause[] {
  const clauses = splitSentences(said.slice(0, maxRead)).flatMap(readSentence)
  const last = clauses.findLastIndex(({ text }) => withdrawal.test(text))
  return clauses.map((clause, index) =>
    index <= last && clause.mood === 'request' ? { ...clause, mood: 'doubtful' } : clause,
  )
}

function readSentence(sentence: string): Clause[] {
  if (report.test(sentence)) return [{ text: sentence, mood: 'statement' }]
  const isQuestion = /\?["”»)]*\s*$/.test(sentence)
  const isDoubtful = condition.test(sentence.replace(opener, '')) || hesitation.test(sentence)
  const clauses: Clause[] = []
  for (const piece of splitPieces(sentence)) {
    const before = clauses.at(-1)
    // "Спасибо, что включил свет" reports, it does not ask.
    const isReason = before?.mood === 'thanks' && /^[\s,]*(?:что|за то)(?!\p{L})/iu.test(piece)
    const clause = isReason ? { mood: 'statement' as const } : readClause(piece, isQuestion)
    // A phrase without a verb belongs to the clause before it.
    if (before && clause.mood === 'fragment')
      clauses[clauses.length - 1] = {
        ...before,
        text: before.text + piece,
        rest: `${before.rest ?? ''} ${translateWords(piece)}`,
      }
    else clauses.push({ ...clause, text: piece })
  }
  return isDoubtful
    ? clauses.map((clause) => (clause.mood === 'request' ? { ...clause, mood: 'doubtful' } : clause))
    : clauses
}

/** Splits before commas and conjunctions; quoted text stays whole. */
function splitPieces(sentence: string): string[] {
  const hidden = sentence.replace(/«[^»]*»|"[^"]*"/g, (quoted) => '_'.repeat(quoted.length))
  const cuts = [...hidden.matchAll(/[,;:]\s+|\s+(?:и|а|но|или|потом|затем)\s+/giu)].map(({ index }) => index)
  const starts = [0, ...cuts]
  return starts.map((start, index) => sentence.slice(start, starts[index + 1] ?? sentence.length))
}

function readClause(piece: string, isQuestion: boolean): Omit<Clause, 'text'> {
  const clause = piece.replace(/^[\s,;:]+/, '').trim()
  const core = clause.replace(opener, '').trim()
  if (thanks.test(clause) || thanks.test(core)) return { mood: 'thanks' }
  if (!/[\p{L}\p{N}]/u.test(core)) return { mood: 'fragment' }
  const requested = polite.exec(core)?.[1] ?? wish.exec(core)?.[1]
  if (requested !== undefined) return toRequest(requested.replace(opener, ''), false)
  if (question.test(core)) return { mood: 'question' }
  const negated = negatedVerb.exec(core)?.[1]
  if (negated && (isImperative(negated) || core.toLowerCase().startsWith('не '))) return { mood: 'negated' }
  const request = toRequest(core, isQuestion)
  if (request.mood === 'request' || request.mood === 'doubtful') return request
  if (isQuestion) return { mood: 'question' }
  return { mood: hasPredicate(core) ? 'statement' : 'fragment' }
}

function isImperative(word: string): boolean {
  return translateVerb(word) !== undefined || /(?:й|йте|ть|ите)$/iu.test(word)
}

/** A request begins with an imperative or an infinitive, perhaps after a place or a thing: "на кухне включи свет". */
function toRequest(core: string, isQuestion: boolean): Omit<Clause, 'text'> {
  const words = core.match(/\p{L}+/gu) ?? []
  const at = words.slice(0, 5).findIndex((word) => translateVerb(word) !== undefined)
  if (at < 0 || words[at - 1]?.toLowerCase() === 'не') return { mood: 'statement' }
  const verb = translateVerb(words[at] ?? '') ?? ''
  const rest = translateWords(core)
  // "Включить свет?" asks whether to.
  return { mood: isQuestion ? 'doubtful' : 'request', verb, rest }
}

/** Returns whether a clause has a verb in the past or present tense, or a short participle. */
function hasPredicate(core: string): boolean {
  return /(?<!\p{L})\p{L}{2,}(?:[аяиыоуе]л[аио]?|[аяеиы]ет|[ию]т|[уюая]тся|ется|ится|л[аио]?сь|лся|ешь|ишь|ем|им|ете|ите|[нт]а|[нт]о|[еи]н[аоы]?)(?!\p{L})/iu.test(
    core,
  )
}
