const asking =
  /^(?:and |so |but |okay )?(?:who|whose|what|which|when|where|why|how|is|are|am|was|were|do|does|did|can|could|will|would|shall|should|may|has|have)\b/i

/**
 * Ends text that begins like a question with a question mark: recognizers detect words only, and chat engines rely on
 * it.
 */
export function markQuestion(text: string): string {
  return asking.test(text) ? text.replace(/\.$/, '?') : text
}
