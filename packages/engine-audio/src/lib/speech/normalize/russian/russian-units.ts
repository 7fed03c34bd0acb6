import { feminine, indeclinable, masculine, type Noun, phrase, softMasculine } from './declension.ts'
import { scaleNouns } from './russian-numbers.ts'

const metre = masculine('метр')
const gram = masculine('грамм')
const hour = masculine('час')
const second = feminine('секунд')
const byte = masculine('байт', 'байт')
const watt = masculine('ватт', 'ватт')
const prefixed = (prefix: string, { gender, singular, plural }: Noun): Noun => ({
  gender,
  singular: singular.map((form) => prefix + form),
  plural: plural.map((form) => prefix + form),
})
const per = (noun: Noun, after: string) => phrase(noun, { after })
const square = (noun: Noun) => phrase(noun, { adjective: 'квадратный' })
/** Declined as "квадратный", except for и after к. */
const cubic = (noun: Noun): Noun => {
  const change = (form: string) =>
    form.replace(/^квадратн(\S+)/, (_, end: string) => `кубическ${end.replace('ы', 'и')}`)
  const { gender, singular, plural, few = '' } = square(noun)
  return { gender, singular: singular.map(change), plural: plural.map(change), few: change(few) }
}
const km = prefixed('кило', metre)
const cm = prefixed('санти', metre)
const mm = prefixed('милли', metre)

/** Units by their abbreviations, separated by spaces; `_` is a space, or none. */
const table: readonly (readonly [abbreviations: string, noun: Noun])[] = [
  ['км km', km],
  ['м m', metre],
  ['см cm', cm],
  ['мм mm', mm],
  ['мкм', prefixed('микро', metre)],
  ['нм', prefixed('нано', metre)],
  ['кг kg', prefixed('кило', gram)],
  ['г гр g', gram],
  ['мг mg', prefixed('милли', gram)],
  ['т тн', feminine('тонн')],
  ['ц', masculine('центнер')],
  ['л l', masculine('литр')],
  ['мл ml', prefixed('милли', masculine('литр'))],
  ['га ha', masculine('гектар')],
  ['км/ч км/час km/h', per(km, 'в час')],
  ['км/с', per(km, 'в секунду')],
  ['м/с m/s', per(metre, 'в секунду')],
  ['м/с² м/с2', per(metre, 'на секунду в квадрате')],
  ['м² м2 кв.м кв._м m² m2', square(metre)],
  ['км² км2 кв._км km² km2', square(km)],
  ['см² см2 кв._см cm²', square(cm)],
  ['мм² мм2', square(mm)],
  ['м³ м3 куб.м куб._м m³ m3', cubic(metre)],
  ['см³ см3 куб._см cm³', cubic(cm)],
  ['км³ км3', cubic(km)],
  ['°C °С ºC ºС', phrase(masculine('градус'), { after: 'Цельсия' })],
  ['°F', phrase(masculine('градус'), { after: 'Фаренгейта' })],
  ['°', masculine('градус')],
  ['% проц.', masculine('процент')],
  ['‰', indeclinable('промилле')],
  ['Вт', watt],
  ['кВт', prefixed('кило', watt)],
  ['МВт', prefixed('мега', watt)],
  ['ГВт', prefixed('гига', watt)],
  ['кВт·ч кВт*ч кВтч', prefixed('киловатт-', hour)],
  ['В', masculine('вольт', 'вольт')],
  ['кВ', masculine('киловольт', 'киловольт')],
  ['А', masculine('ампер', 'ампер')],
  ['Ом', masculine('ом')],
  ['мА·ч мАч', prefixed('миллиампер-', hour)],
  ['Гц Hz', masculine('герц', 'герц')],
  ['кГц', masculine('килогерц', 'килогерц')],
  ['МГц', masculine('мегагерц', 'мегагерц')],
  ['ГГц', masculine('гигагерц', 'гигагерц')],
  ['Кб КБ', prefixed('кило', byte)],
  ['Мб МБ MB', prefixed('мега', byte)],
  ['Гб ГБ GB', prefixed('гига', byte)],
  ['Тб ТБ TB', prefixed('тера', byte)],
  ['Мбит/с Мбит/сек', per(masculine('мегабит', 'мегабит'), 'в секунду')],
  ['Гбит/с', per(masculine('гигабит', 'гигабит'), 'в секунду')],
  ['дБ', masculine('децибел', 'децибел')],
  ['Па', softMasculine('паскал', 'ем')],
  ['ккал', prefixed('кило', calorie())],
  ['Дж', softMasculine('джоул', 'ем')],
  ['ч час. ч.', hour],
  ['мин мин.', feminine('минут')],
  ['с сек сек.', second],
  ['мс', prefixed('милли', second)],
  ['сут сут.', feminine('сутк', 'суток')],
  ['нед.', week()],
  ['мес мес.', monthNoun()],
  ['шт шт.', feminine('штук')],
  ['экз.', masculine('экземпляр')],
  ['чел чел.', person()],
  ['л.с. л._с.', horsepower()],
  ['об/мин', per(masculine('оборот'), 'в минуту')],
]

const sums: readonly (readonly [abbreviations: string, noun: Noun])[] = [
  ['₽ руб руб. р. RUB RUR', softMasculine('рубл')],
  ['$ долл. долл USD', masculine('доллар')],
  ['долл._США долларов_США $_США', phrase(masculine('доллар'), { after: 'США' })],
  ['€ EUR', indeclinable('евро')],
  ['£ GBP', phrase(masculine('фунт'), { after: 'стерлингов' })],
  ['¥ JPY', feminine('иен')],
  ['₴ грн грн. UAH', feminine('гривн', 'гривен')],
  ['₸ KZT', indeclinable('тенге')],
  ['CNY', softMasculine('юан', 'ем')],
  ['CHF', phrase(masculine('франк'), { after: 'Швейцарии' })],
  ['коп коп.', feminine('копейк', 'копеек')],
]

function calorie(): Noun {
  return {
    gender: 'f',
    singular: 'калория калории калории калорию калорией калории'.split(' '),
    plural: 'калории калорий калориям калории калориями калориях'.split(' '),
  }
}

function week(): Noun {
  return {
    gender: 'f',
    singular: 'неделя недели неделе неделю неделей неделе'.split(' '),
    plural: 'недели недель неделям недели неделями неделях'.split(' '),
  }
}

function monthNoun(): Noun {
  return {
    gender: 'm',
    singular: 'месяц месяца месяцу месяц месяцем месяце'.split(' '),
    plural: 'месяцы месяцев месяцам месяцы месяцами месяцах'.split(' '),
  }
}

function person(): Noun {
  return {
    gender: 'm',
    singular: 'человек человека человеку человека человеком человеке'.split(' '),
    plural: 'люди человек людям человек людьми людях'.split(' '),
  }
}

function horsepower(): Noun {
  return {
    gender: 'f',
    singular: 'лошадиная сила|лошадиной силы|лошадиной силе|лошадиную силу|лошадиной силой|лошадиной силе'.split('|'),
    few: 'лошадиные силы',
    plural: 'лошадиные силы|лошадиных сил|лошадиным силам|лошадиные силы|лошадиными силами|лошадиных силах'.split('|'),
  }
}

const index = (entries: typeof table): ReadonlyMap<string, Noun> =>
  new Map(entries.flatMap(([names, noun]) => names.split(' ').map((name) => [name.replace('_', ' '), noun] as const)))

const unitsByName = /* @__PURE__ */ index(table)
const currenciesByName = /* @__PURE__ */ index(sums)

/** Words for thousands, millions and so on, by their abbreviations. */
const scalesByName: ReadonlyMap<string, Noun> = /* @__PURE__ */ new Map(
  ['тыс', 'млн', 'млрд', 'трлн'].map((name, at) => [name, scaleNouns[at] as Noun]),
)

/** Returns the noun of an abbreviated unit or currency. */
export function unitOf(name: string): Noun | undefined {
  const plain = name.replaceAll('\u00a0', ' ')
  return unitsByName.get(plain) ?? currenciesByName.get(plain)
}

/** Returns the noun of a currency by its sign or code. */
export function currencyOf(name: string): Noun | undefined {
  return currenciesByName.get(name)
}

/** Returns the noun of `тыс.`, `млн` and so on. */
export function scaleOf(name: string): Noun | undefined {
  return scalesByName.get(name.replace('.', ''))
}

const toPattern = (name: string) => name.replace(/[.*$/]/g, '\\$&').replace(' ', '[ \\u00a0]?')

/** Alternatives of a pattern that match the abbreviation of a unit or currency, the longest first. */
export const unitPattern: string = /* @__PURE__ */ [...unitsByName.keys(), ...currenciesByName.keys()]
  .sort((a, b) => b.length - a.length)
  .map(toPattern)
  .join('|')
