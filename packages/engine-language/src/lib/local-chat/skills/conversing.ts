import { splitSentences } from '@mira/engine/internal'
import { endSentence } from '../words.ts'
import { swapPersons } from './person-swap.ts'
import type { Skill, SkillAnswer, SkillContext } from './skill.ts'

interface Intent {
  readonly name: string
  readonly examples: readonly string[]
  readonly answer: (context: SkillContext) => string
}

/** Minimum similarity of a message to an example of an intent. */
const threshold = 0.72
const maxWords = 14
const maxLength = 160

const intents: readonly Intent[] = [
  {
    name: 'greeting',
    examples: ['Hello!', 'Hi there', 'Hey', 'Good morning', 'Good evening', 'Hello, how are you?'],
    answer: greet,
  },
  {
    name: 'thanks',
    examples: ['Thank you!', 'Thanks a lot', 'Thanks, that helped', 'Much appreciated'],
    answer: () => 'You are welcome.',
  },
  { name: 'farewell', examples: ['Goodbye', 'Bye bye', 'See you later', 'Good night'], answer: () => 'Goodbye.' },
  {
    name: 'identity',
    examples: ['Who are you?', 'What is your name?', 'What are you?', 'Introduce yourself', 'What should I call you?'],
    answer: introduce,
  },
  {
    name: 'nature',
    examples: [
      'Are you a language model?',
      'Are you an AI?',
      'Are you a real person?',
      'What model are you?',
      'Are you ChatGPT?',
    ],
    answer: describeNature,
  },
  {
    name: 'abilities',
    examples: [
      'What can you do?',
      'How can you help me?',
      'What are your capabilities?',
      'Help',
      'What do you know how to do?',
      'What skills do you have?',
    ],
    answer: describeAbilities,
  },
  {
    name: 'wellbeing',
    examples: ['How are you?', 'How are you doing today?', 'How is it going?'],
    answer: () => 'I am running and ready.',
  },
]

/** Answers questions about the engine and its abilities, greetings, and statements to note. */
export const conversing: Skill = {
  name: 'conversing',
  async answer(context) {
    return (await answerIntent(context)) ?? takeNote(context)
  },
}

async function answerIntent(context: SkillContext): Promise<SkillAnswer | undefined> {
  const { text, extractor } = context
  if (text.length > maxLength || text.split(/\s+/).length > maxWords) return undefined
  const examples = intents.flatMap((intent) => intent.examples.map((example) => ({ intent, example })))
  const { score, index } = await extractor.meaning.nearest(
    text,
    examples.map(({ example }) => example),
    extractor.signal,
  )
  const nearest = examples[index]
  if (!nearest || score < threshold) return undefined
  const answer = nearest.intent.answer(context)
  return {
    text: answer,
    brief: answer,
    value: answer,
    score: 0.55 + score * 0.35,
    how: `${nearest.intent.name}: “${nearest.example}” (${score.toFixed(2)})`,
  }
}

function greet({ instructions: { name, role } }: SkillContext): string {
  const self = name ? `I am ${name}${role ? `, ${role}` : ''}.` : 'I am Mira, running locally without a language model.'
  return `Hello! ${self} What can I work out for you?`
}

function introduce({ instructions: { name, role } }: SkillContext): string {
  if (name) return `I am ${name}${role ? `, ${role}` : ''}.`
  const given = role ? ` Here I was asked to be ${role}.` : ''
  return `I am mira-local, the engine built into the local Mira server: rules over neural sentence embeddings, not a language model.${given}`
}

function describeNature(): string {
  return 'I am a program, not a person and not a language model: I work by rules over neural sentence embeddings, and say so when they do not reach.'
}

function describeAbilities(): string {
  return [
    'Without a language model I can:',
    '- compute: arithmetic, percentages, units, dates, comparisons, number facts;',
    '- work on text: summaries by extraction, counting, sorting, rewriting, extracting, classifying;',
    '- look up English words in WordNet: definitions, synonyms, opposites;',
    '- recall what was said in this conversation or its documents;',
    '- choose and call your tools, and write JSON by your schema.',
    'For open-ended writing, attach a model: start `mira-server --engine chat=…` with a file, a model of a hub or an address.',
  ].join('\n')
}

/** Acknowledges statements by repeating them in the second person, so that a misreading is visible. */
function takeNote({ text }: SkillContext): SkillAnswer | undefined {
  const sentences = splitSentences(text)
  if (sentences.length > 6 || /[?:]\s*$|```/.test(text)) return undefined
  const facts = sentences.map(strip).filter(isStatement)
  if (
    facts.length === 0 ||
    facts.length < sentences.filter((sentence) => !/^(?:hi|hello|hey|thanks|ok|okay)\b/i.test(sentence)).length
  )
    return undefined
  const noted = facts.map((fact) => endSentence(swapPersons(fact))).join(' ')
  return { text: `Noted. ${noted}`, brief: 'Noted.', score: 0.6, how: `${facts.length} statements` }
}

function strip(sentence: string): string {
  return sentence.replace(
    /^(?:(?:hi|hello|hey|ok|okay|so|well|please|by the way|remember(?: that)?|note that|keep in mind that|fyi)[,!:]?\s+)+/i,
    '',
  )
}

/** "I need the time zone of Oslo" asks for something; to repeat it is no answer. */
const wish =
  /^(?:i|we)(?:['’]d| would| really| also| just)* (?:need\b|like to\b|wish to\b|want\b|wanna\b|gotta\b|must\b|have (?:got )?to\b|hope\b)|^(?:i|we)(?:['’]d| would) like\b|^(?:i|we)(?:['’](?:m|re)| am| are) (?:looking for|searching for|needing|hoping|trying)\b/i

/** "The twenty second is on what day" asks without its mark. */
const embeddedQuestion =
  /\b(?:what|which|why|how (?:many|much|long|old|far|do|can)|whose|(?:will|can|could|would|do|did|have|am) (?:you|i|we))\b/i

function isStatement(sentence: string): boolean {
  return (
    !wish.test(sentence) &&
    !embeddedQuestion.test(sentence) &&
    /^(?:i|my|our|we|the|he|she|they|his|her|their)(?:['’]\w+)?\b.*\b(?:am|is|are|was|were|have|has|had|live|lives|like|likes|love|loves|prefer|work|works|born|own|called|named|want|hate|drive|speak|study|moved|bought|'m|'ve|'s|’m|’s|starts?|ends?|costs?)\b/i.test(
      sentence,
    ) &&
    !/\?$|\b(?:not|never)\b|n['’]t\b|\b(?:is|are)\W*$/i.test(sentence)
  )
}
