/** Returns the type before the slash, such as `image` for `image/png`, `image/*` and `image`. */
export const topLevelOf = (mediaType: string): string => mediaType.split('/')[0]!.trim().toLowerCase()

/** Returns whether a media type names a format, not only a kind such as `image` or `image/*`. */
export const isFullMediaType = (mediaType: string): boolean => /^[^/]+\/[^/*]+$/.test(mediaType)

const textual = /^(text\/|application\/(json|xml|yaml|x-yaml|x-ndjson|jsonl|javascript)\b)/i

/** Returns whether a media type is that of a text. */
export const isTextType = (mediaType: string): boolean => topLevelOf(mediaType) === 'text' || textual.test(mediaType)
