import { languageOf } from './language-of.ts'

/** Fallback messages by language. */
const sentences: Readonly<Record<string, string>> = {
  en: 'I cannot answer this: no language model is configured, and the built-in rules do not cover it; attach one with MIRA_UPSTREAM_URL or `mira-server --model file.gguf`.',
  ru: 'На это я ответить не могу: языковая модель не подключена, а встроенных правил здесь не хватает; подключите её через MIRA_UPSTREAM_URL или `mira-server --model file.gguf`.',
  uk: 'На це я відповісти не можу: мовну модель не підключено, а вбудовані правила розуміють лише англійську; підключіть її через MIRA_UPSTREAM_URL або `mira-server --model file.gguf`.',
  de: 'Das kann ich nicht beantworten: Es ist kein Sprachmodell eingerichtet, und die eingebauten Regeln verstehen nur Englisch; binden Sie eines mit MIRA_UPSTREAM_URL oder `mira-server --model file.gguf` ein.',
  es: 'No puedo responder a esto: no hay ningún modelo de lenguaje configurado y las reglas integradas solo entienden inglés; conecta uno con MIRA_UPSTREAM_URL o `mira-server --model file.gguf`.',
  fr: 'Je ne peux pas répondre à cela : aucun modèle de langue n’est configuré et les règles intégrées ne comprennent que l’anglais ; ajoutez-en un avec MIRA_UPSTREAM_URL ou `mira-server --model file.gguf`.',
  it: 'Non posso rispondere: non è configurato alcun modello linguistico e le regole integrate capiscono solo l’inglese; collegane uno con MIRA_UPSTREAM_URL o `mira-server --model file.gguf`.',
  pt: 'Não posso responder a isto: nenhum modelo de linguagem está configurado e as regras embutidas só entendem inglês; ligue um com MIRA_UPSTREAM_URL ou `mira-server --model file.gguf`.',
  zh: '我无法回答：未配置语言模型，内置规则只懂英语；请用 MIRA_UPSTREAM_URL 或 `mira-server --model file.gguf` 接入模型。',
  ja: '答えられません。言語モデルが設定されておらず、組み込みの規則は英語のみに対応しています。MIRA_UPSTREAM_URL または `mira-server --model file.gguf` で接続してください。',
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

/** Returns the message that no language model is configured and how to attach one. */
export function inabilityAnswer(text: string, wantedLanguage?: string): string {
  const code = codesByName[wantedLanguage?.toLowerCase() ?? ''] ?? languageOf(text)
  return sentences[code] ?? sentences.en ?? ''
}
