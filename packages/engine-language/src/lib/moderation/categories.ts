/** Moderation categories: the six of the public API (docs/protocol.md#errors), then two for images. */
export const moderationCategories = [
  'drugs',
  'suicide',
  'extremism',
  'child_abuse',
  'unsanctioned_actions',
  'prompt_injection',
  'sexual',
  'violence',
] as const

/** One of the {@link moderationCategories}. */
export type ModerationCategory = (typeof moderationCategories)[number]
