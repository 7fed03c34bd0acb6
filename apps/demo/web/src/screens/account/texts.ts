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
  | 'revokeWarning'
  | 'cancel'
  | 'created'
  | 'onceOnly'
  | 'copy'
  | 'copied'
  | 'name'
  | 'prefix'
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
    about: 'Usage and costs, exact to the kopeck, and API keys.',
    balance: 'Balance',
    today: 'Today',
    week: 'This week',
    month: 'This month',
    requests: 'Requests',
    tokens: 'Tokens',
    spending: 'Spending by model this month, rubles',
    usage: 'Requests by day',
    keys: 'API keys',
    transactions: 'Transactions',
    refresh: 'Refresh',
    newKey: 'New key',
    keyName: 'Key name',
    create: 'Create',
    revoke: 'Revoke',
    revokeWarning: 'Applications that use this key stop working immediately.',
    cancel: 'Cancel',
    created: 'New key',
    onceOnly: 'It is shown only once. Store it securely.',
    copy: 'Copy',
    copied: 'Copied',
    name: 'Name',
    prefix: 'Prefix',
    used: 'Last used',
    never: 'never',
    date: 'Time',
    kind: 'Type',
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
    revokeWarning: 'Программы с этим ключом сразу перестанут работать.',
    cancel: 'Отменить',
    created: 'Новый ключ',
    onceOnly: 'Он показан один раз. Сохраните его там, где его найдут ваши программы, и никто другой.',
    copy: 'Скопировать',
    copied: 'Скопировано',
    name: 'Название',
    prefix: 'Начинается с',
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
