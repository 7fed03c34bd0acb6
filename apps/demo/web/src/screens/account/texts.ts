import type { Texts } from '../../app/language.tsx'

type Word =
  | 'title'
  | 'about'
  | 'balance'
  | 'today'
  | 'week'
  | 'month'
  | 'requests'
  | 'tokens'
  | 'spending'
  | 'usage'
  | 'keys'
  | 'transactions'
  | 'refresh'
  | 'newKey'
  | 'keyName'
  | 'create'
  | 'revoke'
  | 'revokeSure'
  | 'cancel'
  | 'created'
  | 'onceOnly'
  | 'copy'
  | 'copied'
  | 'name'
  | 'begins'
  | 'used'
  | 'never'
  | 'date'
  | 'kind'
  | 'amount'
  | 'after'
  | 'model'
  | 'more'
  | 'none'
  | 'plan'

/** Texts of the account screen. */
export const texts: Texts<Record<Word, string>> = {
  en: {
    title: 'Account',
    about: 'What was used and what it cost, to the kopeck; keys that work at once and stop at once.',
    balance: 'Balance',
    today: 'Today',
    week: 'This week',
    month: 'This month',
    requests: 'Requests',
    tokens: 'Tokens',
    spending: 'Spending by model this month, roubles',
    usage: 'Requests by day',
    keys: 'API keys',
    transactions: 'Transactions',
    refresh: 'Refresh',
    newKey: 'New key',
    keyName: 'Name of the key',
    create: 'Create',
    revoke: 'Revoke',
    revokeSure: 'Programs that use this key stop working at once.',
    cancel: 'Cancel',
    created: 'The new key',
    onceOnly: 'It is shown this once. Keep it where programs of yours find it, and nobody else.',
    copy: 'Copy',
    copied: 'Copied',
    name: 'Name',
    begins: 'Begins with',
    used: 'Last used',
    never: 'never',
    date: 'Time',
    kind: 'Kind',
    amount: 'Amount',
    after: 'Balance after',
    model: 'Model',
    more: 'Show more',
    none: 'Nothing yet',
    plan: 'Plan',
  },
  ru: {
    title: 'Счёт',
    about: 'Что использовано и сколько это стоило, до копейки; ключи начинают и перестают действовать сразу.',
    balance: 'Баланс',
    today: 'Сегодня',
    week: 'За неделю',
    month: 'За месяц',
    requests: 'Запросы',
    tokens: 'Токены',
    spending: 'Расходы за месяц по моделям, рубли',
    usage: 'Запросы по дням',
    keys: 'Ключи API',
    transactions: 'Операции',
    refresh: 'Обновить',
    newKey: 'Новый ключ',
    keyName: 'Название ключа',
    create: 'Создать',
    revoke: 'Отозвать',
    revokeSure: 'Программы с этим ключом сразу перестанут работать.',
    cancel: 'Отменить',
    created: 'Новый ключ',
    onceOnly: 'Он показан один раз. Сохраните его там, где его найдут ваши программы, и никто другой.',
    copy: 'Скопировать',
    copied: 'Скопировано',
    name: 'Название',
    begins: 'Начинается с',
    used: 'Использован',
    never: 'никогда',
    date: 'Время',
    kind: 'Вид',
    amount: 'Сумма',
    after: 'Остаток',
    model: 'Модель',
    more: 'Показать ещё',
    none: 'Пока ничего',
    plan: 'Тариф',
  },
}
