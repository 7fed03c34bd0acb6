import { createContext, type ReactNode, useContext, useEffect, useMemo, useState } from 'react'

/** Code of a supported language. */
export type Language = 'en' | 'ru'

/** Native names of the supported languages. */
export const languages: Readonly<Record<Language, string>> = { en: 'English', ru: 'Русский' }

/** Texts in every supported language. */
export type Texts<Content> = Readonly<Record<Language, Content>>

interface LanguageChoice {
  readonly language: Language
  choose(language: Language): void
}

const storageKey = 'mira-language'
const LanguageContext = createContext<LanguageChoice>({ language: 'en', choose: () => undefined })

/** Provides the language of the page: the saved choice, otherwise the browser's language. */
export function LanguageProvider({ children }: { readonly children: ReactNode }) {
  const [language, setLanguage] = useState(readLanguage)
  useEffect(() => {
    document.documentElement.lang = language
  }, [language])
  const choice = useMemo<LanguageChoice>(
    () => ({
      language,
      choose(chosen) {
        localStorage.setItem(storageKey, chosen)
        setLanguage(chosen)
      },
    }),
    [language],
  )
  return <LanguageContext value={choice}>{children}</LanguageContext>
}

/** Returns the current language and a function to change it. */
export function useLanguage(): LanguageChoice {
  return useContext(LanguageContext)
}

/** Returns the texts of a component in the current language. Each screen defines its own, so they are lazy-loaded. */
export function useTexts<Content>(texts: Texts<Content>): Content {
  return texts[useLanguage().language]
}

function readLanguage(): Language {
  const known = localStorage.getItem(storageKey)
  if (known !== null && known in languages) return known as Language
  return navigator.language.startsWith('ru') ? 'ru' : 'en'
}
