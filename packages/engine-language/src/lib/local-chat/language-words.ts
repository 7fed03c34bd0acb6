/** Common words by language. Those that are English words as well are left out of the other languages in the Latin alphabet. */
const lists: Readonly<Record<string, string>> = {
  en: `the and what is are was were how of you your with for that this these those have has had which when where
    who whose why will would should could can may might must from it its my i we our us they their them she her he his him not
    does did do to at by be been being there then than into about if but just also too very some any all both each more most
    many much few other another such nor only own same now here up out off over under again once please write tell give show
    make find get go let want need know say see hello hi hey thanks thank between what's it's i'm i'd i'll i've don't can't
    didn't doesn't isn't let's that's turn set open close`,
  fr: `le la les un une des du de et est sont à au aux dans sur par avec ce cet cette ces mon mes ta tes sa ses notre nos votre vos
    leur leurs je tu il elle nous vous ils elles que qui quoi quel quelle quels quelles où quand pourquoi combien ne pas moi toi
    suis êtes avez ont fais fait faire peux peut veux veut voudrais dois c'est qu'est-ce est-ce j'ai ça ceci cela toutes tous tout
    très bien oui non merci bonjour salut allume allumer éteins éteindre règle mets mettre ouvre ouvrir ferme fermer aime penses
    donne peut-être pièce lumière quelque chose rien jamais toujours aussi alors mais donc car si d'un d'une n'est y a-t-il es`,
  it: `il lo la gli le un uno una di da del dello della dei degli delle al allo alla ai agli alle nel nella nei nelle sul sulla con
    per tra fra e è ed sono sei siamo siete ho hai ha abbiamo hanno che chi cosa cos'è qual quale quali quanto quanta quanti quante
    dove quando perché come non mi ti ci vi si mio mia miei tuo tua tuoi suo sua questo questa questi queste quello quella anche più
    molto bene sì no grazie ciao accendi spegni apri chiudi imposta alza abbassa metti puoi può vuoi voglio posso fare fai essere
    tutte tutti tutto stai sta oggi domani adesso ora luce luci c'è dimmi mai io tu lui lei noi voi loro oppure nella`,
  de: `der die das den dem des ein eine einen einem einer eines und oder ist sind bin bist war waren sein hat habe hast haben nicht
    kein keine ich du er sie es wir ihr mich dich mir dir uns euch mein meine meinen dein deine deinen was wer wie wo wann warum
    welche welcher welches wieviel im ins am zum zur auf aus bei mit nach von vom vor für über unter um zu an ja nein bitte danke
    hallo mach mache schalte stelle setze öffne schließe kannst kann willst will möchte muss soll magst glaubst denkst weißt gibt
    alle alles auch noch schon nur sehr gut dann wenn aber heute morgen licht zimmer gerade`,
  es: `el la los las un una unos unas de del al y o es son soy eres está están estoy estás en con por para sin sobre que qué quién
    quiénes cuál cuáles cuánto cuánta cuántos cuántas cómo dónde cuándo porque lo le les se me te nos mi mis tu tus su sus yo tú él
    ella ellos usted este esta estos estas ese esa eso esto muy más también pero si sí hay tiene tienes tengo puedes puede puedo
    quiero quieres hacer haz hola gracias bien todo todos todas enciende apaga abre cierra pon ponme sube baja dime eso nada luz
    luces ser estar ahora hoy mañana siempre nunca`,
  pt: `o os um uma uns umas de do da dos das em no na nos nas ao à às e é são sou está estão estou com por para sem sobre que quem
    qual quais quanto quanta quantos quantas como onde quando porque não sim eu tu ele ela nós você vocês eles elas meu minha seu
    sua teu tua este esta esse essa isso isto muito mais também mas se tem tenho pode posso quero fazer faz olá obrigado obrigada
    bem tudo todos todas acende apaga abre fecha ligue desligue hoje amanhã agora luz luzes`,
  pl: `i w we z ze na do od o po za dla przez przy nad pod jest są jestem jesteś był była było być nie tak czy co kto jak jaki jaka
    jakie gdzie kiedy dlaczego ile który która które mój moja moje mnie mi ci ty ja on ona ono my wy oni to ten ta te tego tej się
    siebie bardzo też ale albo lub już jeszcze teraz dzisiaj dziś jutro włącz wyłącz otwórz zamknij ustaw zmień proszę dziękuję
    cześć wszystkie wszystko światło światła temu`,
  nl: `de het een en of is zijn ben bent niet geen ik jij je hij zij wij jullie mijn jouw wat wie hoe waar wanneer waarom welke
    hoeveel op aan uit bij met naar van voor over onder om te ja nee alsjeblieft dank hallo zet doe kan kunt wil moet alle ook nog`,
}

/** Words of Ukrainian and of Russian that the other does not have, in letters of both. */
const cyrillicLists: Readonly<Record<string, string>> = {
  ru: `и что как это или меня мне тебя себя очень где когда почему кто сколько расскажи нет да есть был была было были быть
    он она они мы вы если чтобы только еще уже тоже можно нужно надо сейчас сегодня какой какая какое какие включи выключи
    свет открой закрой комнате можешь ли со от во лет ему его её ее`,
  uk: `що як це чи але або мене себе дуже де коли чому хто розкажи був була було були бути вона вони ми ви якщо щоб ще вже
    теж можна треба зараз який яка яке вимкни зачини закрий можеш й мого твого його цей ця бо людина ти зупини скасуй створи
    встанови котра година годину години хвилин хвилини хвилину любиш хай нехай розумний говориш говорити кажи сказав`,
}

/** Sets of words by language. */
export type WordLists = Readonly<Record<string, ReadonlySet<string>>>

/** Common words of languages in the Latin alphabet. */
export const latinWords: WordLists = /* @__PURE__ */ toSets(lists)

/** Words that distinguish Ukrainian from Russian when the letters do not. */
export const cyrillicWords: WordLists = /* @__PURE__ */ toSets(cyrillicLists)

function toSets(words: Readonly<Record<string, string>>): WordLists {
  return Object.fromEntries(Object.entries(words).map(([language, list]) => [language, new Set(list.split(/\s+/))]))
}
