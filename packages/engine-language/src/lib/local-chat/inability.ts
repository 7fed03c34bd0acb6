import { languageOfRequest } from './language-of.ts'
import type { SkillContext } from './skills/skill.ts'

/** Fallback messages by language. */
const sentences: Readonly<Record<string, string>> = {
  en: 'I cannot answer this: no language model is configured, and the built-in rules do not cover it; attach one with `mira-server --engine chat=…`.',
  ru: 'На это я ответить не могу: языковая модель не подключена, а встроенных правил здесь не хватает; подключите её командой `mira-server --engine chat=…`.',
  uk: 'На це я відповісти не можу: мовну модель не підключено, а вбудовані правила розуміють лише англійську; підключіть її командою `mira-server --engine chat=…`.',
  de: 'Das kann ich nicht beantworten: Es ist kein Sprachmodell eingerichtet, und die eingebauten Regeln verstehen nur Englisch; binden Sie eines mit `mira-server --engine chat=…` ein.',
  es: 'No puedo responder a esto: no hay ningún modelo de lenguaje configurado y las reglas integradas solo entienden inglés; conecta uno con `mira-server --engine chat=…`.',
  fr: 'Je ne peux pas répondre à cela : aucun modèle de langue n’est configuré et les règles intégrées ne comprennent que l’anglais ; ajoutez-en un avec `mira-server --engine chat=…`.',
  it: 'Non posso rispondere: non è configurato alcun modello linguistico e le regole integrate capiscono solo l’inglese; collegane uno con `mira-server --engine chat=…`.',
  pt: 'Não posso responder a isto: nenhum modelo de linguagem está configurado e as regras embutidas só entendem inglês; ligue um com `mira-server --engine chat=…`.',
  zh: '我无法回答：未配置语言模型，内置规则只懂英语；请用 `mira-server --engine chat=…` 接入模型。',
  ja: '答えられません。言語モデルが設定されておらず、組み込みの規則は英語のみに対応しています。`mira-server --engine chat=…` で接続してください。',
}

const codesByName: Readonly<Record<string, string>> = {
  russian: 'ru',
  ukrainian: 'uk',
  german: 'de',
  spanish: 'es',
  french: 'fr',
  italian: 'it',
  portuguese: 'pt',
  chinese: 'zh',
  japanese: 'ja',
}

/** Messages for a caller, who hears them and cannot configure anything. */
const spokenSentences: Readonly<Record<string, string>> = {
  en: "Sorry, I can't answer that.",
  ru: 'Извините, на это я ответить не могу.',
  uk: 'Вибачте, на це я відповісти не можу.',
  de: 'Entschuldigung, das kann ich nicht beantworten.',
  es: 'Lo siento, no puedo responder a eso.',
  fr: 'Désolé, je ne peux pas répondre à cela.',
  it: 'Mi dispiace, non posso rispondere.',
  pt: 'Desculpe, não posso responder a isso.',
  zh: '抱歉，我无法回答。',
  ja: 'すみません、お答えできません。',
}

/** Returns the message that no language model is configured and how to attach one; spoken, only that there is no answer. */
export async function inabilityAnswer(context: SkillContext): Promise<string> {
  const { instructions, isSpoken } = context
  const code = codesByName[instructions.language?.toLowerCase() ?? ''] ?? (await languageOfRequest(context))
  const wordings = isSpoken ? spokenSentences : sentences
  return wordings[code] ?? wordings.en ?? ''
}
