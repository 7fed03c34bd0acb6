/** Kind of quantity that a number counts, such as `percent` or `money`. */
export type Measure = string

/** Measures by the words after a number, and by the words of a field. */
const measures: readonly (readonly [Measure, RegExp, RegExp])[] = [
  [
    'percent',
    /^\s*(?:%|процент\p{L}*)/iu,
    /percent|процент|%|brightness|volume level|volume|humidity|position|яркост|громкост|влажност|discount|скидк/i,
  ],
  ['degrees', /^\s*(?:°|градус\p{L}*)/iu, /degree|temperature|градус|температур/i],
  ['hours', /^\s*(?:ч(?!\p{L})|час(?:а|ов|ик\p{L}*)?(?!\p{L}))/iu, /\bhours?\b|(?<!\p{L})час(?:ы|ов)/iu],
  ['minutes', /^\s*(?:мин(?!\p{L})|минут\p{L}*)/iu, /\bminutes?\b|минут/i],
  ['seconds', /^\s*(?:сек(?!\p{L})|секунд\p{L}*)/iu, /\bseconds?\b|секунд/i],
  ['days', /^\s*(?:день|дня|дней|сут\p{L}+|ноч\p{L}+)(?!\p{L})/iu, /\b(?:days?|nights?)\b|дней|суток/i],
  ['weeks', /^\s*недел\p{L}*/iu, /\bweeks?\b|недел/i],
  ['months', /^\s*месяц\p{L}*/iu, /\bmonths?\b|месяц/i],
  ['age', /^\s*(?:год|года|лет)(?!\p{L})/iu, /\bage\b|\byears?\b|возраст|(?<!\p{L})лет/iu],
  [
    'money',
    /^\s*(?:руб\p{L}*|₽|р\.|доллар\p{L}*|\$|евро|€|тенге|гривн\p{L}*)/iu,
    /price|cost|amount|sum|total|budget|money|salary|fee|balance|цен|стоимост|сумм|бюджет|зарплат|рубл/i,
  ],
  ['weight', /^\s*(?:кг|г|грамм\p{L}*|килограмм\p{L}*|тонн\p{L}*)(?!\p{L})/iu, /weight|mass|\bkg\b|вес|масс/i],
  [
    'length',
    /^\s*(?:км|см|мм|м|метр\p{L}*|километр\p{L}*|сантиметр\p{L}*)(?!\p{L})/iu,
    /distance|length|height|width|radius|\bkm\b|расстоян|длин|высот|ширин|рост/i,
  ],
  [
    'people',
    /^\s*(?:человек\p{L}*|гост\p{L}*|персон\p{L}*|взросл\p{L}*|пассажир\p{L}*)(?!\p{L})/iu,
    /guests?|people|party|persons?|adults|passengers|seats|человек|гост|персон/i,
  ],
]

/** Returns the measure of a number by the text after it. A noun that is no unit is a measure of its own. */
export function measureAfter(text: string): Measure | undefined {
  const known = measures.find(([, unit]) => unit.test(text))?.[0]
  if (known) return known
  const noun = /^\s+(\p{Ll}{3,})/u.exec(text)?.[1]
  return noun && !/^(?:для|над|под|при|или|это|раз|раза|утра|вечера|дня|ночи)$/.test(noun)
    ? `count of ${noun}`
    : undefined
}

/** Returns the measures that a field can hold by its name and description. */
export function measuresOf(words: string): readonly Measure[] {
  return measures.filter(([, , names]) => names.test(words)).map(([name]) => name)
}
