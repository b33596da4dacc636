/** Words that the small policy's pre-training is made of, and words that no language has. */
import type { WordLists } from '../practice/words/lists.ts'
import type { Random } from '../random/random.ts'
import { FIRST_NAMES, PLACE_NAMES, SURNAMES, USUAL_WORDS } from './usual-words.ts'

const list = (text: string): readonly string[] => text.trim().split(/\s+/)

export const VERBS = list(`
  add approve archive assign book browse calculate cancel check close compare complete convert count create
  delete describe detect download edit enable end execute explore find generate install invite join kick list lock
  make mark move open pin post push put query read register reject remove rename render reply reserve reset resolve
  retrieve revoke run save schedule search send set share show start stop subscribe test track translate
  unlock update upload validate verify view write`)

export const NOUNS = list(`
  account album alarm anchor apartment appointment apron archive arrow atlas award badge bag bakery balcony balloon band bank
  banner barn basket battery beach bed bell bench bicycle bill bird blanket boat bond book boot bottle bowl box branch
  bread bridge broom brush bucket budget bus button cabin cake calendar camera camp candle canvas car card carpet cart
  castle cellar chair chapter chart choir church cinema clinic clock cloud club coach coat coffee coin collar comet
  concert contract cottage couch coupon course court crane crate crew cup curtain cushion dance deck desk dinner
  doctor document door draft drawer dress drill drum engine envelope exam farm feather fence ferry festival field file
  film filter flag flat flight flower forest fork form fountain frame fridge fuel gallery game garage garden gate
  gift glass glove gown grain grant guitar hall hammer harbour harvest hat hedge helmet hostel hotel house insurance
  invoice island jacket jar journey kettle key kitchen kite ladder lake lamp lawn leaf lecture ledger lemon lens
  lesson letter library lift lighthouse loan locker lunch machine magazine map market mask match meadow meal medal
  meeting member menu mill mirror mountain museum needle network novel oven package page paint pan paper
  parade park parcel passport path payment pen permit photo piano picnic picture pillow pipe plan plant plate poem
  pond pool poster pot prize project pump puzzle queue quilt race radio raft rail ramp receipt recipe record refund
  rent report ring river road robe rocket roof room rope route rug sail salad sample sandal sauna scarf scooter score
  screen seat seed shelf shell ship shirt shoe shop shovel shower sign silo sketch skirt sledge soap sofa song soup
  spoon stable stage stamp statue stool storage stove street studio suit surgery survey sweater table tank tape task
  taxi tea team tent terrace theatre ticket tile toast tool torch tournament tower toy trail train tray treasure tree
  trip truck tunnel umbrella uniform vase vault vehicle village violin visa voucher wagon wallet wardrobe watch
  wheel whistle window workshop yacht yard
  backpack baker bookmark cards carpenter catering cleaner clubs cooking doorbell farmers fireplace gardener
  gardens greenhouse headphones heating keyboard lifeboat lighting loudspeaker matches newspaper notepad painter
  parking passbook playlist plumber projector projectors rainbow raincoat runner sailboat salary seeds singer
  snowman speaker sprinkler staircase sunflower teams teapot toolbox toothbrush watering windmill`)

export const TEXT_NAMES = list(`
  address area artist author brand city code color company contact country currency customer date day deadline destination dish
  district driver email employer folder food genre guest ingredient item label language location merchant name number
  origin owner passenger person player product recipient region room sport store street subject team time title topic
  town username`)

export const NUMBER_NAMES = list(`
  adults age amount bags bowls brightness budget copies cost days depth distance duration fee guests height hours
  length level limit members minutes nights page passengers people percent pieces points price quantity radius rooms
  rows salary seats size steps temperature total users weeks weight width year`)

/** Sums of money: the names for which practice users say cents. */
export const SUM_NAMES = list('amount total sum cost salary fee')

export const SWITCH_NAMES = list(`
  alarm breakfast cover delivery express extras guide heater helmet insurance lights lunch music notice organic
  parking pickup privacy refund repeat reminder shipping silent spicy storage support tip transfer urgent warranty
  windows wrapping`)

export const CHOICE_NAMES = list(`
  account class corner direction format gate grade kind level mode part phase place plan position priority quality
  season shape shelf side size status style tier type unit zone`)

const CHOICES = list(`
  advanced amber annual autumn back basic black bold bottom bright bronze centre cheap classic cold daily dark deep
  draft dry early east empty expert export fast final first flat fresh front full glossy gold green half heavy high
  hourly inner junior large late left light local long low lower main major medium metal middle minor mixed monthly
  narrow north open outer paper partial plain public quick quiet red regular right rough round sealed second senior
  sharp short silver simple single slow small smooth soft south spring square standard steel steep strong summer
  tall thick thin third top upper warm weekly west white wide winter wood yearly young`)

const ONSETS = list('b br c ch cl d dr f fl g gr h j k l m n p pl qu r s sh sk sl sp st str t th tr v w y z')
const VOWELS = list('a a a e e e i i i o o o u u ai ea ee oa oo ou')
const ENDS = ['', ...list('ck d l ll m n n nd ng nt r r rd rk rn s ss st t t x')]
const FOREIGN = list('á ä å ç é è ë í ï ñ ó ö ø ő ú ü ý ă ą č ě ł ń ř š ž ß')

/** A word that is probably none, of three to nine letters: kort, brefill, okanou. */
export function pseudoWord(random: Random): string {
  let word = random.chance(0.15) ? random.pick(VOWELS) : ''
  const syllables = random.weighted([0, 4, 5, 1])
  for (let i = 1; i < syllables || word.length < 3; i++)
    word +=
      random.pick(ONSETS) +
      random.pick(VOWELS) +
      (random.chance(0.25) ? random.pick(['l', 'n', 'r', 's']) : '')
  return word.slice(0, 8) + (/[aeiou]$/.test(word) ? random.pick(ENDS) : '')
}

/** Share of the words of tools and values that are usual ones; the others are none that a language has. */
export const USUAL_SHARE = 0.75

/** @param known share of the usual ones */
export const openNoun = (random: Random, known = USUAL_SHARE): string =>
  random.chance(known) ? random.pick(NOUNS) : pseudoWord(random)

export const choiceWord = (random: Random, known: number): string =>
  random.chance(known) ? random.pick(CHOICES) : pseudoWord(random)

const capital = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1)

/** Now and then with a letter that English has not. */
function foreign(word: string, random: Random): string {
  const at = random.int(1, word.length - 1)
  return random.chance(0.05) ? word.slice(0, at) + random.pick(FOREIGN) + word.slice(at + 1) : word
}

const nameFrom = (usual: readonly string[], random: Random): string =>
  random.chance(USUAL_SHARE) ? random.pick(usual) : capital(foreign(pseudoWord(random), random))

const plainWord = (random: Random): string =>
  random.chance(USUAL_SHARE) ? random.pick(USUAL_WORDS) : openNoun(random)

const words = (random: Random, low: number, high: number): string =>
  Array.from({ length: random.int(low, high) }, () => plainWord(random)).join(' ')

type Make = (random: Random) => string
const place: Make = (random) => nameFrom(PLACE_NAMES, random)
const town: Make = (random) =>
  random.chance(0.15)
    ? `${random.pick(['New', 'Old', 'Port', 'East', 'Lake'])} ${place(random)}`
    : place(random)
const person: Make = (random) =>
  random.chance(0.3)
    ? nameFrom(FIRST_NAMES, random)
    : `${nameFrom(FIRST_NAMES, random)} ${nameFrom(SURNAMES, random)}`
const firm: Make = (random) => {
  const name = nameFrom(SURNAMES, random)
  return random.chance(0.15)
    ? `${name} & ${nameFrom(SURNAMES, random)}`
    : `${name} ${capital(plainWord(random))}`
}
const oneWord: Make = (random) => plainWord(random)
const things: Make = (random) => words(random, 1, random.chance(0.3) ? 2 : 1)
const heading: Make = (random) => capital(words(random, 1, random.chance(0.3) ? 4 : 2))
const sentence: Make = (random) => `${capital(words(random, 3, 5))}.`
const withThe: Make = (random) => `the ${things(random)}`
const oneCapital: Make = (random) => capital(plainWord(random))
const twoCapitals: Make = (random) => `${capital(plainWord(random))} ${capital(plainWord(random))}`
const districtName: Make = (random) => random.pick([withThe, place, twoCapitals])(random)
const streetName: Make = (random) =>
  `${random.int(1, 250)} ${capital(plainWord(random))} ${random.pick(['Lane', 'Road', 'Street', 'Hill', 'Square', 'Way'])}`

const ENTRIES = 4

/** Lists of values, new ones for every seed: what is copied must not be known by heart. */
export function openLists(random: Random): WordLists {
  const make = (maker: Make): string[] => Array.from({ length: ENTRIES }, () => maker(random))
  return {
    cities: make(town),
    countries: make(town),
    districts: make(districtName),
    streets: make(streetName),
    people: make(person),
    companies: make(firm),
    rooms: make(withThe),
    events: make(heading),
    spots: make(heading),
    subjects: make(heading),
    messages: make(sentence),
    searches: make(things),
    products: make(things),
    noteTitles: make(heading),
    noteTexts: make(sentence),
    folders: make(oneCapital),
    tasks: make(heading),
    timers: make(things),
    references: make(heading),
    skies: make(things),
    pollutants: make(things),
    airlines: make(firm),
    hotels: make(firm),
    places: make(twoCapitals),
    shops: make(oneCapital),
    colors: make(oneWord),
    genres: make(oneWord),
    teams: make(districtName),
    adjectives: make(oneWord),
    foods: make(things),
    sports: make(oneWord),
    remarks: make(sentence),
  }
}
