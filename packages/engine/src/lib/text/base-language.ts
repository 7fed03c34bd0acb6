/** Returns the language of a BCP 47 tag without its script and region, in lower case: `en` of `en-US`. */
export function baseLanguage(tag: string): string {
  return tag.toLowerCase().split('-')[0]!
}
