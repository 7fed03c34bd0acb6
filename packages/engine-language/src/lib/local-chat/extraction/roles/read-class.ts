/** Classes of what is rented or shown, which are named apart from it as well: "a standard Corolla". */
const classes: Readonly<Record<string, RegExp>> = {
  car: /\b(?:compact|standard|full-?size|mid-?size|economy|luxury|minivan|suv)\b/gi,
  ride: /\b(?:regular|luxury|pool|shared|premium)\b/gi,
  show: /\b(?:imax|[234]dx?|regular)\b/gi,
}

/** Reads the only class of the things that a field classifies. */
export function readClass(heads: readonly string[], text: string): string | undefined {
  const [pattern] = heads.flatMap((head) => classes[head] ?? [])
  const found = pattern ? (text.match(pattern) ?? []) : []
  return new Set(found.map((word) => word.toLowerCase())).size === 1 ? found[0] : undefined
}

/** Reads the specialty of a doctor, as the doctor is called: "a dermatologist", "an eye specialist". */
export function readSpecialty(text: string): string | undefined {
  const found =
    text.match(
      /(?<!\p{L})(?:general practitioner|\p{L}+ specialist|\p{L}+(?:ologist|iatrist|iatrician|dontist))(?!\p{L})/giu,
    ) ?? []
  return new Set(found.map((word) => word.toLowerCase())).size === 1 ? found[0] : undefined
}
