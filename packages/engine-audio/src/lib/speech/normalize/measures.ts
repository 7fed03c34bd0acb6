import { cardinal, decimal } from './number-words.ts'
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
  cal: ['calorie', 'calories'],
  ha: ['hectare', 'hectares'],
  acre: ['acre', 'acres'],
  μm: ['micrometer', 'micrometers'],
  um: ['micrometer', 'micrometers'],
  dm: ['decimeter', 'decimeters'],
  μg: ['microgram', 'micrograms'],
  mcg: ['microgram', 'micrograms'],
  cl: ['centiliter', 'centiliters'],
  kl: ['kiloliter', 'kiloliters'],
  cc: ['cubic centimeter', 'cubic centimeters'],
  'fl oz': ['fluid ounce', 'fluid ounces'],
  tbsp: ['tablespoon', 'tablespoons'],
  tsp: ['teaspoon', 'teaspoons'],
  hp: ['horsepower', 'horsepower'],
  kmph: ['kilometer per hour', 'kilometers per hour'],
  rpm: ['revolution per minute', 'revolutions per minute'],
  bpm: ['beat per minute', 'beats per minute'],
  kgf: ['kilogram force', 'kilograms force'],
  psi: ['pound per square inch', 'pounds per square inch'],
  fps: ['frame per second', 'frames per second'],
  ppm: ['part per million', 'parts per million'],
  hz: ['hertz', 'hertz'],
  khz: ['kilohertz', 'kilohertz'],
  mhz: ['megahertz', 'megahertz'],
  ghz: ['gigahertz', 'gigahertz'],
  GW: ['gigawatt', 'gigawatts'],
  mW: ['milliwatt', 'milliwatts'],
  Wh: ['watt hour', 'watt hours'],
  MWh: ['megawatt hour', 'megawatt hours'],
  gWh: ['gigawatt hour', 'gigawatt hours'],
  GWh: ['gigawatt hour', 'gigawatt hours'],
  kwh: ['kilowatt hour', 'kilowatt hours'],
  v: ['volt', 'volts'],
  mV: ['millivolt', 'millivolts'],
  mv: ['millivolt', 'millivolts'],
  kV: ['kilovolt', 'kilovolts'],
  kv: ['kilovolt', 'kilovolts'],
  mA: ['milliamp', 'milliamps'],
  Ω: ['ohm', 'ohms'],
  kΩ: ['kilohm', 'kilohms'],
  Pa: ['pascal', 'pascals'],
  hPa: ['hectopascal', 'hectopascals'],
  kPa: ['kilopascal', 'kilopascals'],
  MPa: ['megapascal', 'megapascals'],
  kJ: ['kilojoule', 'kilojoules'],
  MJ: ['megajoule', 'megajoules'],
  lm: ['lumen', 'lumens'],
  lx: ['lux', 'lux'],
  db: ['decibel', 'decibels'],
  kb: ['kilobyte', 'kilobytes'],
  mb: ['megabyte', 'megabytes'],
  gb: ['gigabyte', 'gigabytes'],
  tb: ['terabyte', 'terabytes'],
  PB: ['petabyte', 'petabytes'],
  pb: ['petabyte', 'petabytes'],
  EB: ['exabyte', 'exabytes'],
  kbps: ['kilobit per second', 'kilobits per second'],
  mbps: ['megabit per second', 'megabits per second'],
  Gbps: ['gigabit per second', 'gigabits per second'],
  gbps: ['gigabit per second', 'gigabits per second'],
  ...powers(),
  '°C': ['degree Celsius', 'degrees Celsius'],
  '°F': ['degree Fahrenheit', 'degrees Fahrenheit'],
  '°': ['degree', 'degrees'],
  '%': ['percent', 'percent'],
}

/** Squares and cubes of lengths, in every spelling: `km²`, `km2`, `km^2`, `sq km`. */
function powers(): Record<string, readonly [one: string, many: string]> {
  const lengths = {
    km: 'kilometer',
    m: 'meter',
    cm: 'centimeter',
    mm: 'millimeter',
    dm: 'decimeter',
    mi: 'mile',
    yd: 'yard',
    in: 'inch',
    ft: 'foot',
  }
  const plural: Readonly<Record<string, string>> = { foot: 'feet', inch: 'inches' }
  return Object.fromEntries(
    Object.entries(lengths).flatMap(([unit, name]) =>
      (['square', 'cubic'] as const).flatMap((power) => {
        const [sign, digit, before] = power === 'square' ? ['²', '2', 'sq'] : ['³', '3', 'cu']
        const spellings = [
          `${unit}${sign}`,
          `${unit}${digit}`,
          `${unit}^${digit}`,
          `${before} ${unit}`,
          `${before}. ${unit}`,
        ]
        return spellings.map((one) => [one, [`${power} ${name}`, `${power} ${plural[name] ?? `${name}s`}`] as const])
      }),
    ),
  )
}

const names = Object.keys(units)
  .sort((a, b) => b.length - a.length)
  .map((name) => name.replace(/[.^]/g, '\\$&'))
  .join('|')
const number = '(\\d{1,3}(?:,\\d{3}){1,6}|\\d{1,18})?(\\.\\d{1,12})?'

/** Readings of measures in English. */
export const measureRules: readonly Rule[] = [
  [
    new RegExp(`\\b(half|halves|quarters?|thirds?|eighths?) (${names})(?![\\w°%])`, 'g'),
    (_, part, unit) => `${part} ${units[unit]?.[1] ?? unit}`,
  ],
  [/[°º] ?([CF])\b/g, (_, letter) => `°${letter}`],
  [/µ(?=[mg]\b)/g, () => 'μ'],
  // Heights: 5'10", 5 ft 10 in.
  [
    /(?<![\d.,])(\d{1,2})(?:['′’]|(?: ?ft\.?)) ?(\d{1,2})(?:["″”]|''| ?in\b\.?)/g,
    (_, feet, inches) => `${counted(feet, ['foot', 'feet'])} ${counted(inches, ['inch', 'inches'])}`,
  ],
  [/(\d) ?[x×] ?(?=\d)/g, (_, digit) => `${digit} by `],
  [/(\d) ?± ?(?=\d)/g, (_, digit) => `${digit} plus or minus `],
  [
    new RegExp(
      `(?<![\\w.,])(-|−)?${number}((?: (?:thousand|million|billion|trillion))?) ?(${names})(?:/(${names}|day|week|month|year))?(?![\\w°%])`,
      'g',
    ),
    readMeasure,
  ],
  [
    /(\d) ?\/ ?(kg|km[²2]|m[²2³3]|km|lb|oz|ml|mi|day|week|month|year|hour|min|person)(?![\w²³])/g,
    (_, digit, unit) => `${digit} per ${units[unit]?.[0] ?? (unit === 'min' ? 'minute' : unit)}`,
  ],
]

function counted(digits: string, [one, many]: readonly [string, string]): string {
  return `${cardinal(digits)} ${Number(digits) === 1 ? one : many}`
}

/** @param groups - Groups of the pattern: sign, whole part, decimals, scale, unit, and the unit after a slash. */
function readMeasure(match: string, ...groups: (string | undefined)[]): string {
  const [sign, whole = '', part = '', scale = '', unit = '', per] = groups
  if (!whole && !part) return match
  const [one, many] = units[unit] ?? [unit, unit]
  const isOne = whole === '1' && !part && !scale
  const reading = `${sign ? 'minus ' : ''}${decimal(`${whole.replaceAll(',', '')}${part}`)}${scale} ${isOne ? one : many}`
  return per ? `${reading} per ${units[per]?.[0] ?? per}` : reading
}
