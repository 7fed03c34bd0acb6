/** English names of units as patterns, with their mathjs equivalents. Names of more words stand before their parts. */
const names: readonly (readonly [pattern: string, unit: string])[] = [
  ['(?:degrees? )?(?:celsius|centigrade)|°\\s?c|degrees? c', 'degC'],
  ['(?:degrees? )?fahrenheit|°\\s?f|degrees? f', 'degF'],
  ['kelvins?', 'K'],
  ['nautical miles?|nmi', '1852 m'],
  ['miles? (?:per|an) hour|mph', 'mile/hour'],
  ['kilomet(?:er|re)s? (?:per|an) hour|km ?/ ?h|kph|kmh', 'km/hour'],
  ['met(?:er|re)s? (?:per|a) second|m ?/ ?s', 'm/s'],
  ['feet per second|ft ?/ ?s', 'ft/s'],
  ['knots?', '1852 m/hour'],
  ['square (?:kilomet(?:er|re)s?|kms?)|km²|km2|sq km', 'km^2'],
  ['square (?:centimet(?:er|re)s?|cms?)|cm²|sq cm', 'cm^2'],
  ['square (?:met(?:er|re)s?|m)|m²|sq m', 'm^2'],
  ['square (?:feet|foot|ft)|sq ft|ft²', 'ft^2'],
  ['square (?:inch(?:es)?|in)|sq in', 'inch^2'],
  ['square yards?|sq yd', 'yard^2'],
  ['square miles?|sq mi', 'mile^2'],
  ['acres?', '4046.8564224 m^2'],
  ['hectares?|ha', '10000 m^2'],
  ['cubic (?:met(?:er|re)s?|m)|m³', 'm^3'],
  ['cubic (?:centimet(?:er|re)s?|cms?)|cc|cm³', 'cm^3'],
  ['cubic (?:feet|foot|ft)', 'ft^3'],
  ['cubic inch(?:es)?', 'inch^3'],
  ['light[ -]years?', '9460730472580800 m'],
  ['kilomet(?:er|re)s?|kms?', 'km'],
  ['centimet(?:er|re)s?|cms?', 'cm'],
  ['millimet(?:er|re)s?|mm', 'mm'],
  ['decimet(?:er|re)s?|dm', 'dm'],
  ['micromet(?:er|re)s?|microns?', 'um'],
  ['nanomet(?:er|re)s?|nm', 'nm'],
  ['met(?:er|re)s?', 'm'],
  ['miles?|mi', 'mile'],
  ['yards?|yds?', 'yard'],
  ["feet|foot|ft|'", 'ft'],
  ["inch(?:es)?|\"|''", 'inch'],
  ['fluid ounces?|fl\\.? ?oz', 'floz'],
  ['pounds?|lbs?', 'lbm'],
  ['stones?', '14 lbm'],
  ['ounces?|oz', 'oz'],
  ['(?:metric )?(?:tons?|tonnes?)', 'tonne'],
  ['kilograms?|kilogrammes?|kilos?|kgs?', 'kg'],
  ['milligrams?|mgs?', 'mg'],
  ['micrograms?|mcg', 'ug'],
  ['nanograms?', 'ng'],
  ['grams?|grammes?', 'g'],
  ['carats?', '0.2 g'],
  ['millilit(?:er|re)s?|mls?', 'mL'],
  ['centilit(?:er|re)s?|cl', 'cL'],
  ['decilit(?:er|re)s?|dl', 'dL'],
  ['lit(?:er|re)s?', 'L'],
  ['(?:us )?gallons?|gals?', 'gallon'],
  ['quarts?|qts?', 'quart'],
  ['pints?|pts?', 'pint'],
  ['cups?', 'cup'],
  // A cup has 16 tablespoons, which mathjs takes as 15 mL each.
  ['tablespoons?|tbsps?', '14.78676478125 mL'],
  ['teaspoons?|tsps?', '4.92892159375 mL'],
  ['barrels?', '42 gallon'],
  ['nanoseconds?', 'ns'],
  ['microseconds?', 'us'],
  ['milliseconds?|ms', 'ms'],
  ['seconds?|secs?', 'second'],
  ['minutes?|mins?', 'minute'],
  ['hours?|hrs?', 'hour'],
  ['days?', 'day'],
  ['fortnights?', '14 day'],
  ['weeks?', 'week'],
  ['months?', 'month'],
  ['years?', 'year'],
  ['decades?', '10 year'],
  ['century|centuries', '100 year'],
  ['millenni(?:um|a)', '1000 year'],
  ['kilocalories?|kcals?', '4184 J'],
  ['calories?', '4.184 J'],
  ['kilojoules?|kj', 'kJ'],
  ['joules?', 'J'],
  ['kilowatt[ -]hours?|kwh', '3600000 J'],
  ['horsepower|hp', 'hp'],
  ['kilowatts?|kw', 'kW'],
  ['watts?', 'W'],
  ['psi|pounds per square inch', 'psi'],
  ['atmospheres?|atm', 'atm'],
  ['bars?', 'bar'],
  ['kilopascals?|kpa', 'kPa'],
  ['pascals?', 'Pa'],
  ['kilobytes?|kb', 'kB'],
  ['megabytes?|mb', 'MB'],
  ['gigabytes?|gb', 'GB'],
  ['terabytes?|tb', 'TB'],
  ['bytes?', 'B'],
  ['bits?', 'b'],
]

/** Names of one letter and "in" are units after a number only: "5 m". */
const afterNumber: readonly (readonly [pattern: string, unit: string])[] = [
  ['m', 'm'],
  ['g', 'g'],
  ['l', 'L'],
  ['h', 'hour'],
  ['s', 'second'],
  ['k', 'K'],
  ['f', 'degF'],
  ['c', 'degC'],
  ['j', 'J'],
  ['in(?=$|,| (?:to|in|into|as|and|is|equals?)\\b)', 'inch'],
  ['st(?=$|,| \\d| (?:to|in|into|as|and)\\b)', '14 lbm'],
]

/** A unit with a symbol at its end, such as °C, is no word to a boundary. */
const edge = '(?![\\w²³])'

/** Pattern of a unit anywhere. */
export const unitPattern: string = `(?:${names.map(([pattern]) => pattern).join('|')})${edge}`

/** Pattern of a unit after a number. */
export const shortUnitPattern: string = `(?:${[...names, ...afterNumber].map(([pattern]) => pattern).join('|')})${edge}`

const known = [...names, ...afterNumber].map(
  ([pattern, unit]) => [new RegExp(`^(?:${pattern.replace(/\(\?=.*$/, '')})$`, 'i'), unit] as const,
)

/** Returns the mathjs unit of an English name: `1852 m` for "nautical mile". */
export function unitNamed(name: string): string | undefined {
  return known.find(([pattern]) => pattern.test(name))?.[1]
}
