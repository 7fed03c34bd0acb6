/**
 * Counts the characters that regular expressions scan during a call: each match from where it was searched to its end, and
 * each failed search to the end of the text. The count grows with the square of a text that is scanned again for each of
 * its parts.
 */
export function countScanned(call: () => void): number {
  const { exec } = RegExp.prototype
  let scanned = 0
  // All methods of strings and regular expressions call it once it is replaced (ECMA-262, RegExpExec).
  RegExp.prototype.exec = function count(text) {
    const from = this.global || this.sticky ? this.lastIndex : 0
    const match = exec.call(this, text)
    scanned += (match ? match.index + match[0].length : text.length) - from
    return match
  }
  try {
    call()
  } finally {
    RegExp.prototype.exec = exec
  }
  return scanned
}
