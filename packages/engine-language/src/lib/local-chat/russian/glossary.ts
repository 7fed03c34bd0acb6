import { stemRussian } from '../stem-russian.ts'
import { wordsOf } from '../words.ts'

/** Verbs of requests: the imperative, singular or plural, and the infinitive; then their meaning as tools name it. */
const verbs: readonly (readonly [string, string])[] = [
  ['включи|включить|зажги|зажечь|вруби', 'turn on'],
  ['выключи|выключить|отключи|отключить|погаси|погасить|потуши|потушить|выруби', 'turn off'],
  ['запусти|запустить', 'start|turn on'],
  ['активируй|активировать', 'activate|start|turn on'],
  ['начни|начать|стартуй|заведи|завести', 'start'],
  ['останови|остановить|прекрати|прекратить|стоп', 'stop'],
  ['поставь|поставить|установи|установить|задай|задать|выставь|выставить|настрой|настроить', 'set'],
  ['сделай|сделать', 'set|make'],
  [
    'измени|изменить|поменяй|поменять|смени|сменить|обнови|обновить|исправь|исправить|перенеси|перенести',
    'change|update',
  ],
  ['увеличь|увеличить|подними|поднять|повысь|повысить|прибавь|прибавить', 'raise'],
  ['уменьши|уменьшить|опусти|опустить|понизь|понизить|убавь|убавить|снизь|снизить', 'lower'],
  ['открой|открыть|приоткрой|распахни|отвори', 'open'],
  ['закрой|закрыть|прикрой|задвинь', 'close'],
  ['запри|запереть', 'lock'],
  ['отопри|отпереть|разблокируй|разблокировать', 'unlock'],
  ['заблокируй|заблокировать|заморозь|заморозить', 'block'],
  ['отмени|отменить|аннулируй|аннулировать', 'cancel'],
  ['удали|удалить|убери|убрать|сотри|стереть|очисти|очистить', 'delete'],
  ['добавь|добавить|внеси|внести|впиши|вписать', 'add'],
  ['создай|создать|заведи|оформи|оформить', 'create'],
  ['запиши|записать|сохрани|сохранить', 'save'],
  ['отправь|отправить|пошли|послать|вышли|выслать|перешли', 'send'],
  ['напиши|написать', 'write'],
  ['сообщи|сообщить|передай|передать', 'tell'],
  ['позвони|позвонить|набери|набрать', 'call'],
  ['переведи|перевести', 'transfer|translate'],
  ['верни|вернуть', 'refund|previous'],
  ['переключи|переключить|перемотай|перемотать', 'next|previous|skip'],
  ['приостанови|приостановить', 'pause'],
  ['продолжи|продолжить|возобнови|возобновить', 'resume'],
  ['сними|снять', 'resume|withdraw|remove'],
  ['оповести|оповестить|объяви|объявить', 'tell|broadcast|announce'],
  ['оплати|оплатить|заплати|заплатить', 'pay'],
  ['закажи|заказать', 'order'],
  ['купи|купить', 'buy'],
  ['забронируй|забронировать|зарезервируй', 'book'],
  ['напомни|напомнить', 'remind'],
  ['разбуди|разбудить', 'wake'],
  ['включи музыку|сыграй|сыграть|проиграй|воспроизведи|воспроизвести', 'play'],
  ['найди|найти|поищи|отыщи|разыщи', 'find|search'],
  ['покажи|показать|выведи', 'show|list|get'],
  ['узнай|узнать|проверь|проверить|посмотри|посмотреть|глянь', 'get|check'],
  ['перечисли|перечислить', 'list'],
  ['посчитай|рассчитай|вычисли', 'calculate'],
]

/** Other words of tools by their stems. */
const nouns: Readonly<Record<string, string>> = /* @__PURE__ */ dictionary(`
  свет:light|ламп:lamp|лампочк:lamp|светильник:light|люстр:light|ночник:lamp|яркост:brightness|цвет:color|температур:temperature|градус:degree
  термостат:thermostat|отоплен:heating|обогревател:heater|кондиционер:conditioner|вентилятор:fan|розетк:outlet|чайник:kettle|телевизор:tv|пылесос:vacuum
  колонк:speaker|громкост:volume|звук:volume|музык:music|песн:song|трек:track|альбом:album|дверь:door|двер:door|замок:lock|ворот:gate|гараж:garage|окн:window
  штор:blind|жалюз:blind|занавес:curtain|вентил:valve|клап:valve|кран:valve|таймер:timer|будильник:alarm|напоминан:reminder|список:list|списк:list|покупк:shopping|задач:task|дел:task
  комнат:room|кухн:kitchen|спальн:bedroom|гостин:living room|ванн:bathroom|коридор:hallway|прихож:hallway|кабинет:office|подвал:basement|детск:nursery
  погод:weather|прогноз:forecast|дожд:rain|влажност:humidity|давлен:pressure|ветер:wind|скорост:speed
  заказ:order|товар:product|посылк:parcel|доставк:delivery|клиент:customer|покупател:customer|пользовател:user|контакт:contact
  деньг:money|денег:money|рубл:money|сумм:amount|счет:account invoice|баланс:balance|остаток:balance|карт:card|платеж:payment|подписк:subscription|возврат:refund
  письм:email|почт:email|сообщен:message|смс:message|номер:number|телефон:phone|адрес:address|встреч:meeting|событ:event|календар:calendar|запис:appointment
  билет:ticket|рейс:flight|поезд:train|отел:hotel|гостиниц:hotel|номер:room|ресторан:restaurant|столик:table|такси:taxi|маршрут:route
  файл:file|документ:document|фото:photo|заметк:note|отчет:report|статус:status|курс:rate|валют:currency|доллар:dollar|евро:euro|новост:news|фильм:movie|книг:book
  устройств:device|состоян:state|врем:time|осталос:left remaining time|час:hour|минут:minute|секунд:second|процент:percent|красн:red|зелен:green|син:blue|бел:white|желт:yellow|сер:gray|черн:black|розов:pink|фиолетов:purple|оранжев:orange
  следующ:next|предыдущ:previous|прошл:previous|пауз:pause resume playback|воспроизведен:playback|режим:script mode|сцен:script scene|сценар:script|скрипт:script|датчик:sensor|сенсор:sensor
  тепл:temperature|холодн:temperature|жарк:temperature|сколько:how much|все:all|всех:all`)

function dictionary(text: string): Record<string, string> {
  const pairs = text
    .trim()
    .split(/[|\n]/)
    .map((pair) => pair.trim().split(':') as [string, string])
  return Object.fromEntries(pairs)
}

/** Returns the English verbs of tools for an imperative or an infinitive, joined by `|`; undefined for another word. */
export function translateVerb(word: string): string | undefined {
  const form = word.toLowerCase().replaceAll('ё', 'е').replace(/те$/, '')
  return verbs.find(([forms]) => forms.split('|').includes(form))?.[1]
}

/** Returns the English words for the known nouns and adjectives of a text. */
export function translateWords(text: string): string {
  return wordsOf(text.toLowerCase().replaceAll('ё', 'е'))
    .flatMap((word) => nouns[word] ?? nouns[stemRussian(word)] ?? nouns[word.slice(0, -1)] ?? [])
    .join(' ')
}

/** Returns the English name of a color, option or thing that a Russian word names, if the glossary has it. */
export function translateWord(word: string): string | undefined {
  return nouns[stemRussian(word.toLowerCase().replaceAll('ё', 'е'))]
}

/** Returns the request in English words, as far as they are known, for the comparison with tools. */
export function glossRequest(text: string): string {
  return wordsOf(text)
    .map((word) => translateVerb(word)?.replaceAll('|', ' ') ?? translateWords(word))
    .filter(Boolean)
    .join(' ')
}
