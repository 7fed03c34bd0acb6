/** Start of JSON in an answer: after reasoning in tags, of which some servers send only the end, or in a Markdown fence. */
const markedStart = /(?:<\/think(?:ing)?>|```(?:json)?)\s*(?=[{["])/i
const start = /^\s*(?=[{["])|(?:<\/think(?:ing)?>|```(?:json)?)\s*(?=[{["])/i
/** Length of the end of a text that may be the beginning of a mark. */
const maxMarkLength = 16

/** Creates a filter for an answer that arrives in pieces, which drops the text before its JSON. */
export function createJsonFilter(): (piece: string) => string {
  let hasBegun = false
  let isBlank = true
  let end = ''
  return (piece) => {
    if (hasBegun) return piece
    const text = end + piece
    const found = (isBlank ? start : markedStart).exec(text)
    if (found) {
      hasBegun = true
      return text.slice(found.index + found[0].length)
    }
    end = text.trimEnd().slice(-maxMarkLength)
    isBlank &&= end === ''
    return ''
  }
}
