import { decimal } from './number-words.ts'
import type { Rule } from './rule.ts'

/** Units by their abbreviation: one and several. */
const units: Readonly<Record<string, readonly [one: string, many: string]>> = {
  km: ['kilometer', 'kilometers'],
  m: ['meter', 'meters'],
  cm: ['centimeter', 'centimeters'],
  mm: ['millimeter', 'millimeters'],
  nm: ['nanometer', 'nanometers'],
  mi: ['mile', 'miles'],
  ft: ['foot', 'feet'],
  yd: ['yard', 'yards'],
  kg: ['kilogram', 'kilograms'],
  KG: ['kilogram', 'kilograms'],
  Kg: ['kilogram', 'kilograms'],
  g: ['gram', 'grams'],
  mg: ['milligram', 'milligrams'],
  lb: ['pound', 'pounds'],
  lbs: ['pound', 'pounds'],
  oz: ['ounce', 'ounces'],
  l: ['liter', 'liters'],
  L: ['liter', 'liters'],
  ml: ['milliliter', 'milliliters'],
  mL: ['milliliter', 'milliliters'],
  gal: ['gallon', 'gallons'],
  'km/h': ['kilometer per hour', 'kilometers per hour'],
  kmh: ['kilometer per hour', 'kilometers per hour'],
  kph: ['kilometer per hour', 'kilometers per hour'],
  mph: ['mile per hour', 'miles per hour'],
  'm/s': ['meter per second', 'meters per second'],
  Hz: ['hertz', 'hertz'],
  kHz: ['kilohertz', 'kilohertz'],
  MHz: ['megahertz', 'megahertz'],
  GHz: ['gigahertz', 'gigahertz'],
  W: ['watt', 'watts'],
  kW: ['kilowatt', 'kilowatts'],
  MW: ['megawatt', 'megawatts'],
  kWh: ['kilowatt hour', 'kilowatt hours'],
  V: ['volt', 'volts'],
  mAh: ['milliamp hour', 'milliamp hours'],
  dB: ['decibel', 'decibels'],
  kB: ['kilobyte', 'kilobytes'],
  KB: ['kilobyte', 'kilobytes'],
  MB: ['megabyte', 'megabytes'],
  GB: ['gigabyte', 'gigabytes'],
  TB: ['terabyte', 'terabytes'],
  Mbps: ['megabit per second', 'megabits per second'],
  ms: ['millisecond', 'milliseconds'],
  s: ['second', 'seconds'],
  sec: ['second', 'seconds'],
  min: ['minute', 'minutes'],
  mins: ['minute', 'minutes'],
  h: ['hour', 'hours'],
  hr: ['hour', 'hours'],
  hrs: ['hour', 'hours'],
  kcal: ['kilocalorie', 'kilocalories'],
  ha: ['hectare', 'hectares'],
  'm²': ['square meter', 'square meters'],
  'km²': ['square kilometer', 'square kilometers'],
  'm³': ['cubic meter', 'cubic meters'],
  'km³': ['cubic kilometer', 'cubic kilometers'],
  m2: ['square meter', 'square meters'],
  km2: ['square kilometer', 'square kilometers'],
  m3: ['cubic meter', 'cubic meters'],
  'sq ft': ['square foot', 'square feet'],
  '°C': ['degree Celsius', 'degrees Celsius'],
  '°F': ['degree Fahrenheit', 'degrees Fahrenheit'],
  '°': ['degree', 'degrees'],
  '%': ['percent', 'percent'],
}

const names = Object.keys(units)
  .sort((a, b) => b.length - a.length)
  .join('|')
const number = '(\\d{1,3}(?:,\\d{3}){1,6}|\\d{1,18})?(\\.\\d{1,12})?'

/** Readings of measures in English. */
export const measureRules: readonly Rule[] = [
  [
    new RegExp(`\\b(half|halves|quarters?|thirds?|eighths?) (${names})(?![\\w°%])`, 'g'),
    (_, part, unit) => `${part} ${units[unit]?.[1] ?? unit}`,
  ],
  [/° ?([CF])\b/g, (_, letter) => `°${letter}`],
  [/(\d) ?[x×] ?(?=\d)/g, (_, digit) => `${digit} by `],
  [/(\d) ?± ?(?=\d)/g, (_, digit) => `${digit} plus or minus `],
  [
    new RegExp(
      `(?<![\\d.,])(-|−)?${number}((?: (?:thousand|million|billion|trillion))?) ?(${names})(?:/(${names}|day|week|month|year))?(?![\\w°%])`,
      'g',
    ),
    readMeasure,
  ],
  [
    /(\d) ?\/ ?(kg|km|lb|oz|ml|mi|day|week|month|year|hour|min|person)\b/g,
    (_, digit, unit) => `${digit} per ${units[unit]?.[0] ?? (unit === 'min' ? 'minute' : unit)}`,
  ],
]

/** @param groups - Groups of the pattern: sign, whole part, decimals, scale, unit, and the unit after a slash. */
function readMeasure(match: string, ...groups: (string | undefined)[]): string {
  const [sign, whole = '', part = '', scale = '', unit = '', per] = groups
  if (!whole && !part) return match
  const [one, many] = units[unit] ?? [unit, unit]
  const isOne = whole === '1' && !part && !scale
  const reading = `${sign ? 'minus ' : ''}${decimal(`${whole.replaceAll(',', '')}${part}`)}${scale} ${isOne ? one : many}`
  return per ? `${reading} per ${units[per]?.[0] ?? per}` : reading
}
