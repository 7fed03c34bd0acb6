const names =
  'District of Columbia|Puerto Rico|Guam|Alabama|Alaska|Arizona|Arkansas|California|Colorado|Connecticut|Delaware|Florida|Georgia|Hawaii|Idaho|Illinois|Indiana|Iowa|Kansas|Kentucky|Louisiana|Maine|Maryland|Massachusetts|Michigan|Minnesota|Mississippi|Missouri|Montana|Nebraska|Nevada|New Hampshire|New Jersey|New Mexico|New York|North Carolina|North Dakota|Ohio|Oklahoma|Oregon|Pennsylvania|Rhode Island|South Carolina|South Dakota|Tennessee|Texas|Utah|Vermont|Virginia|Washington|West Virginia|Wisconsin|Wyoming'
const codes =
  'AL|AK|AZ|AR|CA|CO|CT|DE|DC|FL|GA|HI|ID|IL|IN|IA|KS|KY|LA|ME|MD|MA|MI|MN|MS|MO|MT|NE|NV|NH|NJ|NM|NY|NC|ND|OH|OK|OR|PA|RI|SC|SD|TN|TX|UT|VT|VA|WA|WV|WI|WY|AS|FM|GU|MH|MP|PR|PW|VI'

const whole = new RegExp(`^(?:${names}|${codes})$`, 'i')
const tail = new RegExp(`(?<=\\S)\\s*,?\\s+(?:(?:${names})|(?:${codes}))$`)

/** Returns whether a name is that of a state of the USA only; New York and Washington are cities, too. */
export function isStateName(text: string): boolean {
  return whole.test(text) && !/^(?:new york|washington)$/i.test(text)
}

/** Returns the two letters of a state of the USA. */
export function stateCode(text: string): string | undefined {
  if (new RegExp(`^(?:${codes})$`).test(text)) return text
  const at = names.split('|').findIndex((name) => name.toLowerCase() === text.toLowerCase())
  const states = codes.split('|').filter((code) => code !== 'DC')
  return at < 0 ? undefined : states[at]
}

/** Removes the state after a city: "Urbank California" becomes "Urbank". */
export function withoutState(text: string): string {
  return text.replace(tail, '')
}
