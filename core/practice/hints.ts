/** What kind of value a parameter wants, read from its name and description. */

import type { Dice } from './phrases/phrases.ts'
import { clock, code, dayAfter, money } from './phrases/phrases.ts'
import { wordsOf } from './words/name-words.ts'

type Make = (dice: Dice) => string | number

const hex = (dice: Dice, length: number): string =>
  Array.from({ length }, () => '0123456789abcdef'[dice.random.int(0, 15)]).join('')

const SURNAMES = [
  'berg',
  'okafor',
  'lopes',
  'zhang',
  'chen',
  'novak',
  'kim',
  'rossi',
  'meyer',
  'liu',
  'haddad',
]
const FIRST = ['anna', 'daniel', 'maria', 'wei', 'yuxin', 'peter', 'grace', 'sofia', 'lucas', 'yang', 'omar']
const HOSTS = ['example.com', 'example.org', 'example.net', 'mail.example.com']

const coded =
  (prefix: string): Make =>
  ({ random }) =>
    code(prefix, random)
const someDay: Make = (dice) => dayAfter(dice.today, dice.random.int(1, 40))
const email: Make = ({ random }) => `${random.pick(FIRST)}.${random.pick(SURNAMES)}@${random.pick(HOSTS)}`
const address: Make = ({ random, words }) => random.pick(words.streets)
const url: Make = ({ random }) =>
  `https://www.${random.pick(HOSTS)}/${random.pick(['news', 'shop', 'photos', 'docs'])}/${random.int(100, 999)}`
const uuid: Make = (dice) =>
  `${hex(dice, 8)}-${hex(dice, 4)}-4${hex(dice, 3)}-a${hex(dice, 3)}-${hex(dice, 12)}`
const instant: Make = (dice) => `${someDay(dice)}T${clock(dice.random)}:00Z`
const phone: Make = ({ random }) => `+1555${random.int(1000000, 9999999)}`
const whole =
  (low: number, high: number): Make =>
  ({ random }) =>
    random.int(low, high)
const oneOf =
  (...list: readonly string[]): Make =>
  ({ random }) =>
    random.pick(list)
const fromWords =
  (key: keyof Dice['words']): Make =>
  ({ random, words }) =>
    random.pick(words[key])

/** By the format keyword of JSON Schema. */
const BY_FORMAT: Readonly<Record<string, Make>> = {
  email,
  date: someDay,
  'date-time': instant,
  time: ({ random }) => `${clock(random)}:00Z`,
  uri: url,
  url,
  'uri-reference': url,
  iri: url,
  uuid,
  ipv4: ({ random }) => `198.51.100.${random.int(1, 254)}`,
  ipv6: (dice) => `2001:db8::${hex(dice, 4)}`,
  hostname: oneOf(...HOSTS),
  duration: oneOf('P1D', 'PT2H', 'PT30M'),
}

/** By the words of a name, joined by spaces; the first that fits. */
const BY_NAME: readonly (readonly [RegExp, Make])[] = [
  [/^event id$/, coded('EV')],
  [/^email id$/, coded('M')],
  [/^flight id$/, coded('FL')],
  [/^hotel id$/, coded('HT')],
  [/^place id$/, coded('PL')],
  [/^product id$/, coded('P')],
  [/^task id$/, coded('T')],
  [/^order id$/, coded('OR')],
  [/\b(e ?mail|cc|bcc)\b|^to$/, email],
  [/\buu ?id\b|\bguid\b/, uuid],
  [/\b(team|workspace|org|organization) ids?$/, ({ random }) => `T0${random.int(10000, 99999)}`],
  [/(^| )ids?$|(?<!pa|val|b|gr|v|andro|hybr|sol)id$/, whole(10000, 99999)],
  [/\buser ?groups?$/, ({ random }) => `S0${random.int(10000, 99999)}`],
  [/\busers?$/, ({ random }) => `U0${random.int(10000, 99999)}`],
  [/\b(url|uri|link|website|webpage|callback|webhook)\b/, url],
  [/\bdomain|\bhost(name)?\b/, oneOf(...HOSTS)],
  [/\bip( address)?\b/, ({ random }) => `198.51.100.${random.int(1, 254)}`],
  [/\b(timestamp|ts|epoch|unix)\b/, whole(1600000000, 1730000000)],
  [/\b(date time|datetime|created at|updated at)\b/, instant],
  [/\b(date|day|dob|birthday|deadline|check in|check out|since|until)\b|date$/, someDay],
  [/\btime ?zone\b/, oneOf('Europe/Oslo', 'Asia/Shanghai', 'America/Toronto', 'Africa/Nairobi')],
  [/\b(time|after|before|hour)$/, ({ random }) => clock(random)],
  [/\byear\b|year$/, whole(2012, 2025)],
  [/\bmonth\b/, whole(1, 12)],
  [/\bduration\b/, ({ random }) => random.pick([15, 20, 30, 45, 60, 90])],
  [/\bminutes?\b/, whole(2, 18)],
  [/\b(lat|latitude)\b/, ({ random }) => random.int(-3900, 6400) / 100],
  [/\b(lon|lng|long|longitude)\b/, ({ random }) => random.int(-12000, 14000) / 100],
  [
    /\b(coordinates|location coords|latlng)\b/,
    ({ random }) => `${random.int(2000, 6000) / 100},${random.int(500, 12000) / 100}`,
  ],
  [/\bchannels?( name)?$/, oneOf('general', 'design', 'release-notes', 'support', 'random')],
  [/\bemoji\b/, oneOf('tada', 'thumbsup', 'wave', 'rocket')],
  [/\b(country|region|state) code\b|countrycode|\biso\b|\bcc2\b/, oneOf('NO', 'PT', 'CA', 'JP', 'CN', 'KE')],
  [/\bcountr(y|ies)\b/, fromWords('countries')],
  [
    /\b(city|cities|town|origin|destination|departure|arrival|origin city|location|place name)\b/,
    fromWords('cities'),
  ],
  [/\b(district|neighbou?rhood|near|area)\b/, fromWords('districts')],
  [/\b(address|street|addr)\b/, address],
  [/\b(zip|post ?code|postal|postleitzahl|zipcode)\b/, whole(10000, 99999)],
  [
    /\bcurrency|\bcurrencies\b|^(from|to) (currency|symbol)$/,
    oneOf('EUR', 'USD', 'CNY', 'NOK', 'JPY', 'GBP', 'CHF', 'CAD'),
  ],
  [/\b(symbol|ticker|stock)\b|^symb$/, oneOf('AAPL', 'MSFT', 'NVDA', 'TSLA', 'SAP', 'BABA', 'SONY', 'ASML')],
  [/\b(language|lang|locale)\b/, oneOf('en', 'zh', 'de', 'fr', 'es', 'ja')],
  [/\b(phone|mobile|tel|msisdn)\b|phone/, phone],
  [
    /\b(user ?name|login|handle|screen name|nick(name)?)\b/,
    ({ random }) => `${random.pick(FIRST)}_${random.int(10, 99)}`,
  ],
  [
    /\b(passenger|guest|recipient|person|full name|author|artist|player|customer|first name|last name|contact|owner|driver)( name)?$/,
    fromWords('people'),
  ],
  [/\b(password|secret|passcode)\b/, ({ random }) => `Birch-${random.int(1000, 9999)}-moss`],
  [/\b(hash|checksum|digest|signature|sha\d*|md5)\b/, (dice) => hex(dice, 32)],
  [/\b(api ?key|token|cursor)\b|apikey|cursor/, (dice) => hex(dice, 16)],
  [/\bpage( number)?$/, whole(1, 9)],
  [/\b(per page|limit|count|size|max results|num|page size|results)\b|limit$/, whole(5, 50)],
  [/\b(offset|skip)\b/, ({ random }) => random.int(1, 9) * 10],
  [/\b(nights|guests|people|rooms|quantity|adults|passengers)\b/, whole(2, 6)],
  [/\btemperature\b/, whole(17, 24)],
  [/\b(percent|percentage|brightness)\b/, ({ random }) => random.int(2, 19) * 5],
  [/\b(max price|price|budget)\b/, ({ random }) => random.int(4, 40) * 10],
  [/\b(min amount)\b/, ({ random }) => random.int(1, 20) * 5],
  [/\b(amount|total|sum|cost|salary|fee)\b/, ({ random }) => money(random, 12, 420)],
  [/\bage\b/, whole(18, 72)],
  [/\bweight\b/, whole(48, 110)],
  [/\bheight\b/, whole(150, 198)],
  [/\bradius\b|\bdistance\b/, whole(2, 60)],
  [/\b(room)\b/, fromWords('rooms')],
  [/\b(title|subject|headline)\b/, fromWords('subjects')],
  [/\b(body|text|message|content|comment|description|note|caption|sentence)\b/, fromWords('messages')],
  [/\b(query|queries|q|keywords?|search|term|topic|phrase)\b/, fromWords('searches')],
  [/\b(colou?r)\b/, fromWords('colors')],
  [/\bgenre\b/, fromWords('genres')],
  [/\b(sport|league)\b/, fromWords('sports')],
  [/\bteam\b/, fromWords('teams')],
  [/\b(company|brand|employer|organi[sz]ation|merchant|store)\b/, fromWords('companies')],
  [/\b(product|item)( name)?$/, fromWords('products')],
  [/\b(recipe|food|dish|ingredient)\b/, fromWords('foods')],
  [
    /\b(file ?name|file|path|folder)\b/,
    ({ random }) => `${random.pick(['report', 'photo', 'plan', 'invoice'])}-${random.int(10, 99)}.pdf`,
  ],
  [/\b(code|number|no|ref|sku|isbn|tracking|serial)$/, whole(10000, 99999)],
  [/^(display )?name$/, fromWords('people')],
  [/\bname\b/, oneOf('north-archive', 'spring-list', 'blue-folder', 'main-42', 'harbour-log')],
]

/** A maker by the format keyword, else by the name, else by the description's first words. */
export function hintFor(name: string, description: string, format: string | undefined): Make | undefined {
  const byFormat = format === undefined ? undefined : BY_FORMAT[format]
  if (byFormat) return byFormat
  const words = wordsOf(name).join(' ')
  const named = BY_NAME.find(([pattern]) => pattern.test(words))
  if (named) return named[1]
  const start = wordsOf(description).slice(0, 8).join(' ')
  return BY_NAME.find(([pattern]) => pattern.test(start))?.[1]
}
