/** Vocabulary of the lyric generator, by theme and part of speech. */
export const vocabulary = {
  bright: {
    nouns:
      'light day sky sun way heart start spring wing morning summer shore door dream stream song dance chance fire choir smile mile home road gold sea tree hand land star guitar hill thrill moon tune rain lane window rainbow wave flame name sound ground'.split(
        ' ',
      ),
    verbs:
      'shine fly rise sing stay play dance run believe begin glow grow know go breathe dream gleam climb ring bring fall call hold unfold find remind feel heal'.split(
        ' ',
      ),
    adjectives:
      'bright light new true blue golden open free young strong warm wide alive brave sweet wild clear near'.split(' '),
  },
  dark: {
    nouns:
      'night light shadow window rain train stone bone smoke cold road ghost coast tear year street heat winter river sky wall hall door floor fire wire silence distance name flame moon ruin storm dawn thunder wonder ash flash edge ledge'.split(
        ' ',
      ),
    verbs:
      'fade fall call cry die hide ride wait break ache burn turn run bleed need fear disappear drown drift sleep weep leave grieve lose choose haunt know go'.split(
        ' ',
      ),
    adjectives:
      'cold old alone gone dark deep grey away blind lost empty heavy hollow broken black low slow bare'.split(' '),
  },
} as const

/** Word list that fills a slot. */
export type Slot = 'noun' | 'verb' | 'adjective'

/** Line templates by the type of their last word. `{noun}` etc. are slots; `{topic}` is a word of the request. */
export const templates: Readonly<Record<Slot, readonly string[]>> = {
  noun: [
    'I can see the {topic} in the {adjective} {noun}',
    'We were {adjective} children of the {noun}',
    'Take my hand and follow to the {noun}',
    'There is a {topic} waiting by the {noun}',
    'Every {topic} has a {adjective} {noun}',
    'All the {topic} I knew became a {noun}',
    'Somewhere past the {noun} there is a {noun}',
    'You and I will {verb} beyond the {noun}',
    'Nothing but the {topic} and the {noun}',
    'I hear the {noun} calling through the {noun}',
    'Tell me what you {verb} about the {noun}',
    'Oh, my heart is like a {adjective} {noun}',
    'Write my name in letters of the {noun}',
    'Half a world away I find the {noun}',
  ],
  verb: [
    'Tonight the {topic} taught me how to {verb}',
    'Underneath the {noun} we learn to {verb}',
    'Show me where the {adjective} rivers {verb}',
    'And the {topic} and I will always {verb}',
    'Every little {noun} is going to {verb}',
    'I will be here when you want to {verb}',
    'Let the {noun} begin and let it {verb}',
    'If you hear the {topic} then you {verb}',
    'Nobody can tell us when to {verb}',
    'All the {adjective} people come to {verb}',
  ],
  adjective: [
    'And the {topic} is {adjective} and so {adjective}',
    'The {noun} we left behind is {adjective}',
    'Hold me till the {topic} feels {adjective}',
    'I never knew a {noun} so {adjective}',
    'Under the {noun} the world is {adjective}',
    'We {verb} again and everything is {adjective}',
    'Say you will be with me when I am {adjective}',
  ],
}

/** Words of a request that are not topics. */
export const noTopics: ReadonlySet<string> = new Set(
  'a an the and or of for in on at to with about by from into over my your his her our their this that these those is are be it its i you we they me make create write generate compose want need please some song music track tune beat instrumental lyrics sing singing vocal vocals style genre mood minute minutes second seconds long short bpm minor major key fast slow upbeat happy sad calm dark energetic romantic epic angry hopeful catchy simple like as voice male female'.split(
    ' ',
  ),
)
