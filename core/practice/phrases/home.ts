import type { Phrases } from './phrases.ts'

export const HOME: Readonly<Record<string, Phrases>> = {
  set_thermostat: {
    parameters: ['room', 'temperature'],
    en: {
      goal: 'make a room warmer or cooler',
      asks: [
        'Set the temperature in {room|the house}[ to {temperature} degrees].',
        'Please heat {room|one of the rooms}[ to {temperature} degrees].',
        'I would like to have {room|the house} warmer[: {temperature} degrees].',
      ],
      answers: [
        '{room} is set to {temperature} °C; at the moment it is {now} °C there.',
        'All right, {temperature} °C in {room}. It should take about {minutes} minutes.',
      ],
    },
    zh: {
      goal: '调节房间的温度',
      asks: [
        '调一下{room|房间}的温度[，设到{temperature}度]。',
        '{room|房间}待着不太舒服，温度改一改[，{temperature}度]吧。',
        '我想让{room|房间}暖和点[，保持{temperature}度]。',
      ],
      answers: [
        '{room}已设为{temperature}℃，现在是{now}℃。',
        '好的，{room}设定{temperature}℃，大约{minutes}分钟后达到。',
      ],
    },
    result: (args, { random }) => ({
      room: args.room ?? '',
      temperature: args.temperature ?? 20,
      now: random.int(14, 24),
      minutes: random.int(5, 40),
    }),
  },
  switch_light: {
    parameters: ['room', 'on', 'brightness'],
    en: {
      goal: 'switch a light',
      asks: [
        'Turn {on?on|off} the light[ in {room}][ at {brightness} percent], please.',
        'Could you switch the light {on?on|off}[ in {room}][; brightness {brightness} percent]?',
        '{on?It is too dark|No need for light now}[ in {room}] – light {on?on|off}[, {brightness} percent], please.',
      ],
      answers: ['The light in {room} is {on?on|off} now.', 'Done: {room}, light {on?on|off}.'],
    },
    zh: {
      goal: '开关房间的灯',
      asks: [
        '{on?打开|关掉}[{room}的]灯[，亮度{brightness}%]。',
        '帮我把[{room}的]灯{on?打开|关上}[，亮度调到{brightness}%]。',
        '[{room}]{on?太暗了，开灯|不用灯了，关灯}吧[，亮度{brightness}]。',
      ],
      answers: ['{room}的灯已经{on?打开|关掉}。', '好了，{room}的灯{on?开着|关着}。'],
    },
    result: (args) => ({
      room: args.room ?? '',
      on: args.on ?? true,
      ...(args.brightness === undefined ? {} : { brightness: args.brightness }),
    }),
  },
  lock_door: {
    parameters: ['door'],
    en: {
      goal: 'lock up a door of the house',
      asks: [
        'Please lock the {door|house} door.',
        'Did I lock the {door|house} door? Lock it to be sure.',
        'Lock up, please: the {door|house} door.',
      ],
      answers: [
        'The {door} door is locked since {since}.',
        'Locked: {door} door, battery of the lock at {battery} %.',
      ],
    },
    zh: {
      goal: '锁上家里的门',
      asks: ['把{door|家里的门}锁上。', '{door|门}锁了吗？保险起见再锁一下。', '帮我锁{door|门}。'],
      answers: ['{door}已锁好，时间{since}。', '锁上了：{door}，门锁电量{battery}%。'],
    },
    result: (args, { random }) => ({
      door: args.door ?? '',
      locked: true,
      since: `${random.int(18, 23)}:${random.int(10, 59)}`,
      battery: random.int(30, 100),
    }),
  },
  start_vacuum: {
    parameters: ['room', 'mode'],
    en: {
      goal: 'have the floor cleaned',
      asks: [
        'Send the vacuum robot out[ to clean {room}][, {mode} mode].',
        'The floor needs cleaning[ in {room}]. Start the robot[ in {mode} mode].',
        'Please vacuum[ {room}][; use the {mode} programme].',
      ],
      answers: [
        'The robot has started; it will be done in {minutes} minutes.',
        'Cleaning is under way, about {minutes} minutes, battery at {battery} %.',
      ],
    },
    zh: {
      goal: '让扫地机器人打扫',
      asks: [
        '让扫地机器人去打扫[{room}][，用{mode}模式]。',
        '地板该扫了[，先扫{room}][，{mode}模式]。',
        '启动扫地机[，清洁{room}][，选{mode}]。',
      ],
      answers: ['扫地机已经出发，大约{minutes}分钟完成。', '正在打扫，预计{minutes}分钟，电量{battery}%。'],
    },
    result: (args, { random }) => ({
      ...args,
      started: true,
      minutes: random.int(12, 70),
      battery: random.int(45, 100),
    }),
  },
  get_energy_use: {
    parameters: ['period'],
    en: {
      goal: 'know how much electricity the home used',
      asks: [
        'How much electricity did we use[ over the last {period}]?',
        'Show me our energy use[ of the past {period}].',
        'How much power did the home take[ in the last {period}]?',
      ],
      answers: [
        'In the last {period} it was {kwh} kWh, most of it for {largest}.',
        'You used {kwh} kWh over the last {period}, which costs about {cost_eur} EUR.',
      ],
    },
    zh: {
      goal: '了解家里用了多少电',
      asks: [
        '家里最近{period|一段时间}用了多少电？',
        '看看过去{period|一段时间}的用电量。',
        '统计一下最近{period|一阵}的耗电情况。',
      ],
      answers: [
        '最近{period}用电{kwh}度，用得最多的是{largest}。',
        '过去{period}共用电{kwh}度，约合{cost_eur}欧元。',
      ],
    },
    result: (args, { random, language }) => {
      const kwh = random.int(40, 120) * (args.period === 'month' ? 3 : args.period === 'week' ? 0.8 : 0.1)
      return {
        period: args.period ?? '',
        kwh: Math.round(kwh * 10) / 10,
        cost_eur: Math.round(kwh * 29) / 100,
        largest: random.pick(
          language === 'zh'
            ? ['热水器', '空调', '烤箱', '烘干机']
            : ['hot water', 'heating', 'the oven', 'the dryer'],
        ),
      }
    },
  },
}
