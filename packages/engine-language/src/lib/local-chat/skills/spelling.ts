import { capitalize, isFunctionWord, joinLines } from '../words.ts'
import type { Skill, SkillAnswer } from './skill.ts'

const word = String.raw`["'“”]?([\p{L}][\p{L}'’-]*)["'“”]?`
const please = String.raw`(?:[ ,]+(?:please|for me|exactly|correctly|properly|out|again))*[\s?.!]*`
const openers = /* @__PURE__ */ joinLines(`
  please|can you|could you|would you|will you|can i get|i (?:need|want|would like|'d like)(?: you)? to|do you know|i need help|help me
  |i['’]d like to know|i (?:want|wish i knew|would like) (?:to know )?(?=how)|i can['’]?t figure out|tell me|show me|let me know
  |i (?:do not|don't|don’t|am not sure|forgot|forget|need to know|can't remember|can’t remember)(?: know)?|remind me|hey|and|,`)
const politeness = String.raw`(?:(?:${openers})\s*)*`
const patterns: readonly RegExp[] = [
  String.raw`(?:how (?:do|does|would|should|can|is|to)?\s*(?:you|i|we|one)?\s*(?:to )?)?(?:correctly |properly )?spell(?:ing)?(?: out)?:?\s+(?:the )?(?:word |name )?${word}${please}`,
  String.raw`(?:what is |what's |what’s |i need |give me )?(?:the )?(?:complete |proper |correct |right )?(?:way (?:to spell|of spelling)|spelling (?:of|for))\s+(?:the )?(?:word |name )?${word}${please}`,
  String.raw`how (?:(?:is|would)\s+)?(?:the )?(?:word |name )?${word}\s+(?:is |be )?(?:spelled|spelt)${please}`,
  `(?:the )?(?:word |name )?${word} is (?:spelled|spelt) how${please}`,
].map((pattern) => new RegExp(`^\\s*${politeness}${pattern}$`, 'iu'))

/** Spells an English word letter by letter, if WordNet has it: the letters of a misspelled one would be no answer. */
export const spelling: Skill = {
  name: 'spelling',
  answer({ text, extractor: { wordNet } }): SkillAnswer | undefined {
    if (text.length > 160 || !/spell|spelt/i.test(text)) return undefined
    const found = patterns.map((pattern) => pattern.exec(text)?.[1]).find(Boolean)
    if (!found || (wordNet.senses(found.toLowerCase()).length === 0 && !isFunctionWord(found))) return undefined
    const letters = [...found.toLowerCase()].join('-')
    return {
      text: `${capitalize(found)} is spelled ${letters}.`,
      brief: letters,
      value: letters,
      score: 0.94,
      how: letters,
    }
  },
}
