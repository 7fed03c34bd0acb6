/** Units by their Russian names, with their mathjs equivalents. */
const unitNames: readonly (readonly [string, string])[] = [
  ['°c|градус\\p{L}* (?:по )?цельси\\p{L}|градус\\p{L}* c', 'degC'],
  ['°f|градус\\p{L}* (?:по )?фаренгейт\\p{L}|градус\\p{L}* f', 'degF'],
  ['километр\\p{L}* в час|км/ч', 'km/hour'],
  ['метр\\p{L}* в секунду|м/с', 'm/s'],
  ['мил\\p{L}* в час', 'mile/hour'],
  ['километр\\p{L}*|км', 'km'],
  ['миллиметр\\p{L}*|мм', 'mm'],
  ['сантиметр\\p{L}*|см', 'cm'],
  ['дециметр\\p{L}*|дм', 'dm'],
  ['метр\\p{L}*|м', 'm'],
  ['мил(?:я|и|ю|ь|ях|ей)', 'mile'],
  ['ярд\\p{L}*', 'yard'],
  ["фут(?:а|ов|ах|е|ы)?|'", 'ft'],
  ["дюйм\\p{L}*|''|\"", 'inch'],
  ['миллиграмм\\p{L}*|мг', 'mg'],
  ['килограмм\\p{L}*|кг|кило', 'kg'],
  ['грамм\\p{L}*|г', 'g'],
  ['тонн\\p{L}*|т', 'tonne'],
  ['центнер\\p{L}*|ц', '100 kg'],
  ['фунт\\p{L}*', 'lbm'],
  ['унци\\p{L}*', 'oz'],
  ['миллилитр\\p{L}*|мл', 'mL'],
  ['гектолитр\\p{L}*|гл', '100 L'],
  ['литр\\p{L}*|л', 'L'],
  ['галлон\\p{L}*', 'gallon'],
  ['секунд\\p{L}*|сек|с', 'second'],
  ['минут\\p{L}*|мин', 'minute'],
  ['час(?:а|ов|ах|е|ы)?|ч', 'hour'],
  ['сут(?:ки|ок|ках)|день|дня|дней|днях', 'day'],
  ['недел\\p{L}*', 'week'],
  ['килобайт\\p{L}*|кб', 'kB'],
  ['мегабайт\\p{L}*|мб', 'MB'],
  ['гигабайт\\p{L}*|гб', 'GB'],
]

const anyUnit = unitNames.map(([names]) => names).join('|')
const one = String.raw`(?:(-?\d+(?:\.\d+)?)\s*)?(${anyUnit})`
const quantity = String.raw`(${one}(?:(?:,|\s)\s*(?:и\s+)?\d+(?:\.\d+)?\s*(?:${anyUnit}))*)`

/** Forms of a question about units; the quantity and the unit asked for by group. */
const questions: readonly { readonly pattern: RegExp; readonly quantity: number; readonly unit: number }[] = [
  {
    pattern: new RegExp(`^сколько (?:будет )?(${anyUnit})(?: будет| содержится| составляет)? во? ${quantity}$`, 'iu'),
    quantity: 2,
    unit: 1,
  },
  {
    pattern: new RegExp(
      `^(?:переведи(?:те)?|конвертируй|пересчитай|сколько будет|сколько)? ?${quantity} (?:в|во|по|это сколько) (?:градус\\p{L}* )?(${anyUnit}|цельси\\p{L}|фаренгейт\\p{L})$`,
      'iu',
    ),
    quantity: 1,
    unit: 4,
  },
]

/** Question about units, with mathjs units. */
export interface UnitQuestion {
  readonly parts: readonly { readonly amount: number; readonly unit: string }[]
  readonly from: string
  readonly to: string
  readonly target: string
}

/** Reads a question such as "сколько метров в 3 км", whose numbers are written in digits. The whole text must be it. */
export function readUnitQuestion(text: string): UnitQuestion | undefined {
  for (const question of questions) {
    const found = question.pattern.exec(text)
    if (!found) continue
    const from = found[question.quantity] ?? ''
    const to = found[question.unit] ?? ''
    const target = unitOf(to)
    const parts = readParts(from)
    if (target && parts.length > 0) return { parts, from, to, target }
  }
  return undefined
}

function readParts(text: string): UnitQuestion['parts'] {
  return [...text.matchAll(new RegExp(`${one}(?![\\p{L}])`, 'giu'))].flatMap(([, amount, name = '']) => {
    const unit = unitOf(name)
    return unit ? [{ amount: Number(amount ?? 1), unit }] : []
  })
}

function unitOf(name: string): string | undefined {
  if (/^цельси/i.test(name)) return 'degC'
  if (/^фаренгейт/i.test(name)) return 'degF'
  return unitNames.find(([names]) => new RegExp(`^(?:${names})$`, 'iu').test(name))?.[1]
}
