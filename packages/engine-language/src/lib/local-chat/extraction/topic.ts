import { escapeRegExp } from '../words.ts'

const politeness =
  /^(?:hey|hi|hello|ok|okay|so|well|now|then|also|and|please|kindly|thanks|[\p{Lu}][\p{L}]+,)[,!\s]+|^(?:can|could|would|will) you (?:please )?(?:also )?|^(?:i(?:'d| would)? (?:want|need|like)|i am trying|i'm trying) (?:you )?(?:to )|^i need |^let'?s |^please |^help me (?:to )?/iu

const command = new RegExp(
  [
    '^(?:search|look up|look|find|google|browse|query|show|tell|get|fetch|give|check|play|translate|say|send|post|remind|create|add|set|make|write|open|run|book|schedule|note|save|remember|calculate|compute|evaluate|solve|email|text|message|draft|generate|draw|paint|list|read|convert|summari[sz]e)\\b',
    '(?: out| up| down)?(?: me| us| him| her)?(?: (?:the|a|an|my|some|any)\\b)?(?: (?:internet|web|online|news|documents?|docs|database|knowledge base|catalog(?:ue)?|articles?|information|info|results?|files?|reminder|note|task|to-?do|message|image|picture|email))*',
    String.raw`(?: (?:for|about|on|that|to|of|saying|reading|with|regarding|called|titled|named|which says|which|that says))*\s*[:,]?\s*`,
  ].join(''),
  'i',
)

/**
 * Finds the topic of a request by removing the wording of the request itself: "please search the web for cat food"
 * becomes "cat food".
 *
 * @param taken - Spans used by other fields. They are removed along with the preposition before them.
 */
export function findTopic(text: string, taken: readonly string[] = []): string {
  const said = text.match(
    /\b(?:saying|says|that says|say|reads?|text|message|body|content)\s*(?:that\s+|to\s+|[:]\s*)?["“]([^"”]+)["”]/i,
  )?.[1]
  if (said) return said
  let topic = text.trim()
  const colon = topic.match(/^[^:\n]{3,60}:\s+([\s\S]{2,})$/)?.[1]
  if (colon) topic = colon
  for (let previous = ''; previous !== topic; ) {
    previous = topic
    topic = topic.replace(politeness, '')
  }
  if (!colon) topic = topic.replace(command, '')
  for (const used of taken) {
    const withPreposition = new RegExp(
      String.raw`\s{0,3}(?:\b(?:in|on|at|to|into|from|for|by|with|as|of|due)\s+(?:the\s+)?)?(?<![\p{L}\p{N}])${escapeRegExp(used)}(?![\p{L}\p{N}])`,
      'iu',
    )
    const without = topic.replace(withPreposition, '')
    if (/[\p{L}\p{N}]/u.test(without)) topic = without
  }
  topic = topic
    .replace(/\s*\b(?:on the (?:web|internet)|online|for me|please|thanks|thank you)\s*[.!?]*$/i, '')
    .replace(/^[\s,:;-]+|[\s,:;.!?]+$/g, '')
  return topic.replace(/^["'“](.*)["'”]$/, '$1').trim()
}
