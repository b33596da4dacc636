import { code, type Phrases, several } from './phrases.ts'

export const PLACES: Readonly<Record<string, Phrases>> = {
  find_places: {
    parameters: ['kind', 'near', 'open_now'],
    values: { near: 'districts' },
    en: {
      goal: 'find a place to go to nearby',
      asks: [
        'Is there a good {kind|place to go}[ near {near}]?[ {open_now?It has to be open now.|It need not be open now.}]',
        'Find a {kind|place to go}[ around {near}][, {open_now?open right now|whether open or not}].',
        'I am looking for a {kind|place to go}[ in or near {near}][; {open_now?only what is open at the moment|opening hours do not matter}].',
      ],
      answers: [
        'Near {near} there are <places: {name} ({minutes_on_foot} minutes on foot)>.',
        'I found <places: {name}, rated {rating}>.',
      ],
    },
    zh: {
      goal: '在附近找个去处',
      asks: [
        '[{near}]附近有没有不错的{kind|去处}？[{open_now?要现在开门的。|不开门的也算。}]',
        '帮我[在{near}]找{kind|个地方}[，{open_now?只要正在营业的|不管是否营业}]。',
        '想[在{near}一带]找{kind|个去处}[，{open_now?得现在开着|开没开都行}]。',
      ],
      answers: [
        '{near}附近有<places: {name}（步行{minutes_on_foot}分钟）>。',
        '找到了：<places: {name}，评分{rating}>。',
      ],
    },
    result: (args, dice) => ({
      near: args.near ?? '',
      places: several(dice, () => ({
        place_id: code('PL', dice.random),
        name: dice.random.pick(dice.words.places),
        minutes_on_foot: dice.random.int(2, 24),
        rating: dice.random.int(34, 49) / 10,
        open: args.open_now === true || dice.random.chance(0.7),
      })),
    }),
  },
  get_directions: {
    parameters: ['start', 'end', 'mode'],
    values: { start: 'streets', end: 'districts' },
    en: {
      goal: 'know the way from one place to another',
      asks: [
        'How do I get[ from {start}][ to {end}]?[ I am {mode}.]',
        'Show me the way[ from {start}][ to {end}][, {mode}].',
        'What is the best route[ from {start}][ to {end}][ when {mode}]?',
      ],
      answers: [
        'It is {distance_km} km and takes about {minutes} minutes, by way of {via}.',
        'From {start} to {end}: {distance_km} km, {minutes} minutes, via {via}.',
      ],
    },
    zh: {
      goal: '了解怎么从一处走到另一处',
      asks: [
        '[从{start}][到{end}]怎么走？[{mode}过去。]',
        '帮我规划[{start}][到{end}]的路线[，{mode}]。',
        '[从{start}出发][去{end}]，走哪条路好？[我{mode}。]',
      ],
      answers: [
        '全程{distance_km}公里，大约{minutes}分钟，途经{via}。',
        '{start}到{end}：{distance_km}公里，约{minutes}分钟，走{via}。',
      ],
    },
    result: (args, { random, words }) => {
      const distance = random.int(8, 190) / 10
      return {
        start: args.start ?? '',
        end: args.end ?? '',
        distance_km: distance,
        minutes: Math.max(
          3,
          Math.round(distance * (args.mode === 'walking' ? 12 : args.mode === 'cycling' ? 4 : 2.5)),
        ),
        via: random.pick(words.streets).replace(/^\d+ |\d+号$/g, ''),
      }
    },
  },
  reserve_table: {
    parameters: ['place_id', 'date', 'time', 'guests'],
    en: {
      goal: 'reserve a table for a meal',
      asks: [
        'Please reserve a table at {place_id|a restaurant}[ on {date}][ at {time}][ for {guests} people].',
        'Book us in at {place_id|a restaurant}[: {date}][, {time}][, a party of {guests}].',
        'Could you get a table at {place_id|a restaurant}[ for {guests} people][ on {date}][ at {time}]?',
      ],
      answers: [
        'Your table at {place_id} is reserved for {date} at {time}; the number is {reservation}.',
        'Reserved: {date}, {time}, {guests} people at {place_id} (number {reservation}).',
      ],
    },
    zh: {
      goal: '订一张餐桌',
      asks: [
        '在{place_id|一家餐馆}订个位[，{date}][ {time}][，{guests}个人]。',
        '帮我预约{place_id|一家餐馆}[，日期{date}][，时间{time}][，一共{guests}位]。',
        '我们[{guests}个人]想[{date}][ {time}]去{place_id|一家餐馆}吃饭，帮忙订位。',
      ],
      answers: [
        '{place_id}的座位订好了：{date} {time}，号码{reservation}。',
        '已预订：{date} {time}，{guests}位，{place_id}，预约号{reservation}。',
      ],
    },
    result: (args, { random }) => ({
      place_id: args.place_id ?? '',
      date: args.date ?? '',
      time: args.time ?? '',
      guests: args.guests ?? 2,
      reservation: code('RS', random),
    }),
  },
}
