import type { Phrases } from './phrases.ts'

const degrees = (celsius: number, unit: unknown): number =>
  unit === 'fahrenheit' ? Math.round(celsius * 1.8 + 32) : celsius
const unitName = (unit: unknown): string => (unit === 'fahrenheit' ? '°F' : '°C')

export const WEATHER: Readonly<Record<string, Phrases>> = {
  get_current_weather: {
    parameters: ['city', 'unit'],
    en: {
      goal: 'know what the weather is like somewhere at the moment',
      asks: [
        'What is the weather like[ in {city}] right now?[ I would like it in {unit}.]',
        'Is it nice out[ in {city}] at the moment?[ Temperatures in {unit}, please.]',
        'Could you check the current weather[ in {city}][, in {unit}]?',
        'How warm is it[ in {city}] just now?[ I think in {unit}.]',
      ],
      answers: [
        'Right now it is {temperature} {unit_sign} in {city} with {sky}; humidity is {humidity} %.',
        '{city} has {sky} at {temperature} {unit_sign}, and the wind blows at {wind_kmh} km/h.',
        'It is {temperature} {unit_sign} in {city} at the moment: {sky}, humidity {humidity} %, wind {wind_kmh} km/h.',
      ],
    },
    zh: {
      goal: '了解某个地方此刻的天气',
      asks: [
        '[{city}]现在天气怎么样？[温度用{unit}表示。]',
        '帮我看看[{city}]这会儿的天气[，温度用{unit}]。',
        '[{city}]外面现在冷不冷？[我习惯看{unit}。]',
        '想知道[{city}]此刻的天气情况[，单位用{unit}]。',
      ],
      answers: [
        '{city}现在{sky}，气温{temperature}{unit_sign}，湿度{humidity}%。',
        '{city}目前{temperature}{unit_sign}，{sky}，风速每小时{wind_kmh}公里。',
        '查到了：{city}{sky}，{temperature}{unit_sign}，湿度{humidity}%，风速{wind_kmh}公里/小时。',
      ],
    },
    result: (args, { random, words }) => ({
      city: args.city ?? '',
      temperature: degrees(random.int(-4, 33), args.unit),
      unit_sign: unitName(args.unit),
      sky: random.pick(words.skies),
      humidity: random.int(28, 93),
      wind_kmh: random.int(2, 38),
    }),
  },
  get_forecast: {
    parameters: ['city', 'date', 'unit'],
    en: {
      goal: 'know what weather to expect in a city on a certain day',
      asks: [
        'What will the weather be[ in {city}][ on {date}]?[ In {unit}, please.]',
        'Will I need an umbrella[ in {city}][ on {date}]?[ Give me temperatures in {unit}.]',
        'Can you look up the forecast[ for {city}][ on {date}][, in {unit}]?',
        'I am going out[ in {city}][ on {date}] – what does the forecast say?[ I use {unit}.]',
      ],
      answers: [
        'On {date} expect {sky} in {city}, between {low} and {high} {unit_sign}. The chance of rain is {rain_percent} %.',
        'The forecast for {city} on {date}: {sky}, {low} to {high} {unit_sign}, rain with a chance of {rain_percent} %.',
        '{city}, {date}: {sky}. It warms up to {high} {unit_sign} and cools down to {low} {unit_sign}.',
      ],
    },
    zh: {
      goal: '了解某个城市某一天的天气预报',
      asks: [
        '[{date}][{city}]会是什么天气？[温度用{unit}。]',
        '我[{date}]打算[在{city}]出门，要带伞吗？[温度请用{unit}。]',
        '查一下[{city}][{date}]的天气预报[，单位{unit}]。',
        '[{city}][{date}]冷吗？帮我看看预报[，用{unit}显示]。',
      ],
      answers: [
        '{date}{city}{sky}，气温{low}到{high}{unit_sign}，降水概率{rain_percent}%。',
        '预报显示，{city}在{date}这天{sky}，最高{high}{unit_sign}，最低{low}{unit_sign}。',
        '{city}{date}的天气：{sky}，{low}～{high}{unit_sign}，下雨的可能性是{rain_percent}%。',
      ],
    },
    result: (args, { random, words }) => {
      const low = random.int(-6, 22)
      return {
        city: args.city ?? '',
        date: args.date ?? '',
        sky: random.pick(words.skies),
        low: degrees(low, args.unit),
        high: degrees(low + random.int(3, 12), args.unit),
        unit_sign: unitName(args.unit),
        rain_percent: random.int(0, 19) * 5,
      }
    },
  },
  get_air_quality: {
    parameters: ['city'],
    en: {
      goal: 'know how clean the air is somewhere',
      asks: [
        'How is the air[ in {city}] today?',
        'Is the air quality[ in {city}] good enough for a run?',
        'Could you check the air quality[ in {city}]?',
      ],
      answers: [
        'The index in {city} is {index}; what weighs most are {main_pollutant}.',
        'Air quality in {city}: index {index}, mainly because of {main_pollutant}.',
      ],
    },
    zh: {
      goal: '了解某个地方的空气好不好',
      asks: [
        '今天[{city}]空气怎么样？',
        '[{city}]今天适合在户外跑步吗？看看空气质量。',
        '帮我查一下[{city}的]空气质量。',
      ],
      answers: [
        '{city}的空气质量指数是{index}，主要污染物是{main_pollutant}。',
        '{city}目前指数{index}，首要污染物为{main_pollutant}。',
      ],
    },
    result: (args, { random, words }) => ({
      city: args.city ?? '',
      index: random.int(12, 168),
      main_pollutant: random.pick(words.pollutants),
    }),
  },
}
