/** Words that change between first and second person. */
const swaps: Readonly<Record<string, string>> = {
  i: 'you',
  me: 'you',
  my: 'your',
  mine: 'yours',
  myself: 'yourself',
  we: 'you',
  our: 'your',
  ours: 'yours',
  us: 'you',
  "i'm": 'you are',
  'i’m': 'you are',
  "i've": 'you have',
  "i'll": 'you will',
  "i'd": 'you would',
  "we're": 'you are',
  "we've": 'you have',
  you: 'I',
  your: 'my',
  yours: 'mine',
}

/** Converts a user's sentence to the second person: "My dog is called Rex" becomes "Your dog is called Rex". */
export function swapPersons(sentence: string): string {
  const swapped = sentence
    .replace(/\b(?:am|was)\b(?=)/gi, (verb, at: number) => swapVerb(sentence, verb, at))
    .replace(/\b[a-z]+(?:['’][a-z]+)?\b/gi, (word) => swaps[word.toLowerCase()] ?? word)
  return swapped.replace(/^./, (first) => first.toUpperCase())
}

/** Length of the text before a verb that is searched for its subject. */
const maxBefore = 60

/** Swaps the verb: "I am" and "I was" become "you are" and "you were". Verbs of other subjects are unchanged. */
function swapVerb(sentence: string, verb: string, at: number): string {
  const isMine = /\bI\s+(?:\w+ly\s+)?$/i.test(sentence.slice(Math.max(0, at - maxBefore), at))
  if (verb.toLowerCase() === 'am') return isMine ? 'are' : verb
  return isMine ? 'were' : verb
}
