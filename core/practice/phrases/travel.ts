import { clock, code, money, type Phrases, several } from './phrases.ts'

export const TRAVEL: Readonly<Record<string, Phrases>> = {
  search_flights: {
    parameters: ['origin', 'destination', 'date', 'cabin', 'direct_only'],
    en: {
      goal: 'find a flight between two cities',
      asks: [
        'Which flights go[ from {origin}][ to {destination}][ on {date}]?[ I want to fly {cabin} class.][ {direct_only?Direct ones only.|Stops are fine.}]',
        'Find me a flight[ from {origin}][ to {destination}][ on {date}][, {cabin} class][, {direct_only?without a stop|stops do not matter}].',
        'I have to get[ from {origin}][ to {destination}][ on {date}] by plane. What is there[ in {cabin} class]?[ {direct_only?No stops, please.|A stop would be all right.}]',
      ],
      answers: [
        'There are these flights on {date}: <flights: {airline} at {departs} for {price_eur} EUR>.',
        'From {origin} to {destination} I found <flights: {flight_id} ({airline}, {departs}, {price_eur} EUR)>.',
      ],
    },
    zh: {
      goal: '找两个城市之间的航班',
      asks: [
        '[{date}][从{origin}][飞{destination}]有哪些航班？[要{cabin}。][{direct_only?只看直飞。|中转也行。}]',
        '帮我找[{date}][{origin}出发][到{destination}]的机票[，{cabin}][，{direct_only?必须直飞|可以中转}]。',
        '我要[在{date}][从{origin}]坐飞机[去{destination}]，看看有什么班次[，舱位{cabin}][，{direct_only?只要直飞|转机也可以}]。',
      ],
      answers: [
        '{date}有这些航班：<flights: {airline}，{departs}起飞，{price_eur}欧元>。',
        '{origin}到{destination}的航班有<flights: {flight_id}（{airline}，{departs}，{price_eur}欧元）>。',
      ],
    },
    result: (args, dice) => ({
      origin: args.origin ?? '',
      destination: args.destination ?? '',
      date: args.date ?? '',
      flights: several(dice, () => ({
        flight_id: code('FL', dice.random),
        airline: dice.random.pick(dice.words.airlines),
        departs: clock(dice.random, 6, 14),
        arrives: clock(dice.random, 15, 22),
        stops: args.direct_only === true ? 0 : dice.random.int(0, 1),
        price_eur: money(dice.random, 60, 620),
      })),
    }),
  },
  book_flight: {
    parameters: ['flight_id', 'passenger', 'seat'],
    en: {
      goal: 'book a seat on a flight',
      asks: [
        'Please book {flight_id|a flight}[ for {passenger}][, {seat} seat].',
        'Reserve a seat on {flight_id|a flight}[ in the name of {passenger}][, by the {seat} if possible].',
        'I would like to book {flight_id|a flight}[; the traveller is {passenger}][; {seat} seat, if possible].',
      ],
      answers: [
        'Booked: {flight_id} for {passenger}, seat {seat_number}. The booking code is {booking}.',
        '{passenger} has seat {seat_number} on {flight_id} (booking {booking}).',
      ],
    },
    zh: {
      goal: '订一张机票',
      asks: [
        '订{flight_id|一趟航班}[，乘客{passenger}][，座位{seat}]。',
        '帮我[给{passenger}]订上{flight_id|一趟航班}[，最好{seat}]。',
        '我想预订{flight_id|一趟航班}[，乘机人是{passenger}][，要{seat}的座位]。',
      ],
      answers: [
        '已为{passenger}订好{flight_id}，座位{seat_number}，订单号{booking}。',
        '订好了：{flight_id}，乘客{passenger}，座位{seat_number}，确认号{booking}。',
      ],
    },
    result: (args, { random }) => ({
      flight_id: args.flight_id ?? '',
      passenger: args.passenger ?? '',
      seat_number: `${random.int(3, 34)}${args.seat === 'aisle' ? 'C' : 'A'}`,
      booking: code('BK', random),
    }),
  },
  search_hotels: {
    parameters: ['city', 'check_in', 'nights', 'max_price'],
    en: {
      goal: 'find a place to stay',
      asks: [
        'I need a hotel[ in {city}][ from {check_in}][ for {nights} nights][, at most {max_price} euros a night].',
        'Which hotels are there[ in {city}]?[ I arrive on {check_in}.][ I stay {nights} nights.][ No more than {max_price} euros per night, please.]',
        'Look for a room[ in {city}][, arriving {check_in}][, {nights} nights][, no more than {max_price} euros a night].',
      ],
      answers: [
        'In {city} I found <hotels: {name} for {price_eur} EUR a night>.',
        'These have rooms from {check_in}: <hotels: {name} ({price_eur} EUR, rating {rating})>.',
      ],
    },
    zh: {
      goal: '找个住的地方',
      asks: [
        '帮我找[{city}的]酒店[，{check_in}入住][，住{nights}晚][，每晚不超过{max_price}欧元]。',
        '我[{check_in}]要去[{city}]住[{nights}晚]，有什么酒店？[预算每晚{max_price}欧元以内。]',
        '看看[{city}]有哪些房间[，入住日期{check_in}][，一共{nights}晚][，每晚最多{max_price}欧元]。',
      ],
      answers: [
        '{city}有这些酒店：<hotels: {name}，每晚{price_eur}欧元>。',
        '找到<hotels: {name}（{price_eur}欧元/晚，评分{rating}）>。',
      ],
    },
    result: (args, dice) => ({
      city: args.city ?? '',
      check_in: args.check_in ?? '',
      hotels: several(dice, () => ({
        hotel_id: code('HT', dice.random),
        name: dice.random.pick(dice.words.hotels),
        price_eur: dice.random.int(
          38,
          typeof args.max_price === 'number' ? Math.max(40, Math.floor(args.max_price)) : 180,
        ),
        rating: dice.random.int(34, 49) / 10,
      })),
    }),
  },
  book_hotel: {
    parameters: ['hotel_id', 'guest', 'rooms'],
    en: {
      goal: 'book rooms in a hotel',
      asks: [
        'Please book {hotel_id|a hotel}[ for {guest}][, rooms: {rooms}].',
        'Reserve {hotel_id|a hotel}[ in the name of {guest}][; number of rooms: {rooms}].',
      ],
      answers: [
        '{hotel_id} is booked for {guest}; confirmation {booking}.',
        'Done. {guest} is expected at {hotel_id} (confirmation {booking}).',
      ],
    },
    zh: {
      goal: '订酒店房间',
      asks: [
        '预订{hotel_id|一家酒店}[，入住人{guest}][，{rooms}间房]。',
        '帮我[用{guest}的名字]订{hotel_id|一家酒店}[，要{rooms}间]。',
      ],
      answers: [
        '{hotel_id}已订好，入住人{guest}，确认号{booking}。',
        '好了，{guest}在{hotel_id}的预订已确认，号码{booking}。',
      ],
    },
    result: (args, { random }) => ({
      hotel_id: args.hotel_id ?? '',
      guest: args.guest ?? '',
      rooms: args.rooms ?? 1,
      booking: code('BK', random),
    }),
  },
  get_train_times: {
    parameters: ['origin', 'destination', 'date', 'after'],
    en: {
      goal: 'find a train between two cities',
      asks: [
        'When do trains leave[ from {origin}][ to {destination}][ on {date}]?[ Not before {after}, please.]',
        'Show me the trains[ from {origin}][ to {destination}][ on {date}][, leaving after {after}].',
        'I am taking the train[ from {origin}][ to {destination}][ on {date}]. Which ones are there[ after {after}]?',
      ],
      answers: [
        'Trains on {date}: <trains: {departs}, arriving {arrives}>.',
        'From {origin} to {destination} you can take <trains: the {departs} ({train}, there at {arrives})>.',
      ],
    },
    zh: {
      goal: '查两地之间的火车',
      asks: [
        '[{date}][从{origin}出发][到{destination}]的火车几点开？[{after}以后的。]',
        '查一下[{origin}][到{destination}][{date}]的车次[，要{after}之后出发的]。',
        '我[{date}]想[从{origin}]坐火车[去{destination}]，有哪些班次？[最早{after}。]',
      ],
      answers: [
        '{date}的车次有：<trains: {departs}开，{arrives}到>。',
        '{origin}到{destination}可以坐<trains: {train}（{departs}–{arrives}）>。',
      ],
    },
    result: (args, dice) => ({
      origin: args.origin ?? '',
      destination: args.destination ?? '',
      date: args.date ?? '',
      trains: several(dice, () => ({
        train: `${dice.random.pick(['R', 'G', 'D', 'IC'])}${dice.random.int(101, 989)}`,
        departs: clock(dice.random, 6, 15),
        arrives: clock(dice.random, 16, 22),
      })),
    }),
  },
}
