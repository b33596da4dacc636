import { clock, code, type Phrases, several } from './phrases.ts'

export const CALENDAR: Readonly<Record<string, Phrases>> = {
  create_event: {
    parameters: ['title', 'date', 'start_time', 'duration_minutes', 'location'],
    values: { title: 'events', location: 'spots' },
    en: {
      goal: 'put an appointment into the calendar',
      asks: [
        'Please make an entry in my calendar[: “{title}”][, on {date}][ at {start_time}][, for {duration_minutes} minutes][; place: {location}].',
        'Add {title|an appointment} to the calendar[ for {date}][, starting at {start_time}][ and lasting {duration_minutes} minutes][. It is at {location}].',
        'I have something coming up: {title|an appointment}[ on {date}][ at {start_time}]. Please save it[ with a length of {duration_minutes} minutes][, location {location}].',
      ],
      answers: [
        'Done: “{title}” is in your calendar on {date} at {start_time}.',
        'I have added “{title}” on {date}, {start_time} to {end_time}. Its number is {event_id}.',
      ],
    },
    zh: {
      goal: '在日历里记一个安排',
      asks: [
        '帮我在日历里记一笔[：“{title}”][，{date}][ {start_time}开始][，时长{duration_minutes}分钟][，地点{location}]。',
        '[{date}][ {start_time}]我有个安排[：{title}]，帮我记到日历里[，大概{duration_minutes}分钟][，地点是{location}]。',
        '新建一个日程：{title|一个安排}[，日期{date}][，{start_time}开始][，持续{duration_minutes}分钟][，在{location}]。',
      ],
      answers: [
        '好的，“{title}”已经记到{date} {start_time}。',
        '已添加：{title}，{date} {start_time}到{end_time}，编号{event_id}。',
      ],
    },
    result: (args, { random }) => ({
      event_id: code('EV', random),
      title: args.title ?? '',
      date: args.date ?? '',
      start_time: args.start_time ?? '',
      end_time: endOf(args.start_time, args.duration_minutes),
    }),
  },
  list_events: {
    parameters: ['date'],
    en: {
      goal: 'see what is planned for a day',
      asks: [
        'What is on my calendar[ on {date}]?',
        'Do I have anything planned[ for {date}]?',
        'Show me my appointments[ of {date}].',
      ],
      answers: [
        'On {date} you have: <events: {title} at {start_time}>.',
        'Your plan for {date}: <events: {start_time} {title}>.',
      ],
    },
    zh: {
      goal: '看看某一天有什么安排',
      asks: ['我[{date}]有什么安排？', '看看[{date}]日历上都有什么。', '[{date}]我忙不忙？把日程列出来。'],
      answers: [
        '{date}的安排有：<events: {start_time} {title}>。',
        '你在{date}有这些事：<events: {title}（{start_time}）>。',
      ],
    },
    result: (args, dice) => ({
      date: args.date ?? '',
      events: several(dice, () => ({
        event_id: code('EV', dice.random),
        title: dice.random.pick(dice.words.events),
        start_time: clock(dice.random),
        location: dice.random.pick(dice.words.spots),
      })),
    }),
  },
  move_event: {
    parameters: ['event_id', 'new_date', 'new_time'],
    en: {
      goal: 'move an appointment to another day',
      asks: [
        'Please move {event_id|an appointment} to {new_date|another day}[, {new_time}].',
        'Can you shift {event_id|one of my appointments} to {new_date|another day}[ at {new_time}]?',
        'I cannot make it: reschedule {event_id|an appointment} for {new_date|a later day}[ at {new_time}].',
      ],
      answers: [
        'Moved: {event_id} is now on {new_date}.',
        'All right, {event_id} has its new place on {new_date}[ at {new_time}].',
      ],
    },
    zh: {
      goal: '把一个安排改到别的日子',
      asks: [
        '把{event_id|一个日程}改到{new_date|别的日子}[ {new_time}]。',
        '{event_id|有个安排}我去不了了，帮我挪到{new_date|别的日子}[ {new_time}]吧。',
        '请将{event_id|一个日程}调整到{new_date|另一天}[，时间{new_time}]。',
      ],
      answers: ['已经把{event_id}改到{new_date}[ {new_time}]。', '改好了，{event_id}现在排在{new_date}。'],
    },
    result: (args, _) => ({
      event_id: args.event_id ?? '',
      new_date: args.new_date ?? '',
      ...(args.new_time === undefined ? {} : { new_time: args.new_time }),
      moved: true,
    }),
  },
  cancel_event: {
    parameters: ['event_id', 'notify_guests'],
    en: {
      goal: 'call off an appointment',
      asks: [
        'Please cancel {event_id|one of my appointments}[ and {notify_guests?tell the guests|do not tell the guests}].',
        'Take {event_id|an appointment} off my calendar[; {notify_guests?let the guests know|no message to the guests, please}].',
      ],
      answers: ['{event_id} is cancelled.', 'Done, {event_id} is off your calendar.'],
    },
    zh: {
      goal: '取消一个安排',
      asks: [
        '取消{event_id|一个日程}[，{notify_guests?并通知参加的人|不用通知参加的人}]。',
        '{event_id|有个安排}不去了，从日历里删掉吧[，{notify_guests?也跟参加的人说一声|别打扰参加的人}]。',
      ],
      answers: ['{event_id}已经取消。', '好的，{event_id}已从日历中删除。'],
    },
    result: (args, { random }) => ({
      event_id: args.event_id ?? '',
      cancelled: true,
      guests_notified: args.notify_guests === true ? random.int(2, 8) : 0,
    }),
  },
  find_free_time: {
    parameters: ['date', 'duration_minutes'],
    en: {
      goal: 'find a free slot on some day',
      asks: [
        'When am I free[ on {date}][ for {duration_minutes} minutes]?',
        'Find me a gap[ of {duration_minutes} minutes][ on {date}], please.',
        'I need[ {duration_minutes} minutes of] undisturbed time[ on {date}]. When would that work?',
      ],
      answers: [
        'On {date} these slots are free: <slots: {from} to {until}>.',
        'You could take <slots: {from}–{until}> on {date}.',
      ],
    },
    zh: {
      goal: '在某天找一段空闲时间',
      asks: [
        '我[{date}]什么时候有空[，需要{duration_minutes}分钟]？',
        '帮我[在{date}]找一段[{duration_minutes}分钟的]空闲。',
        '[{date}]哪个时段能腾出来[{duration_minutes}分钟]？',
      ],
      answers: ['{date}有这些空档：<slots: {from}到{until}>。', '{date}可以安排在<slots: {from}–{until}>。'],
    },
    result: (args, { random }) => {
      const hours = random
        .shuffle([8, 10, 13, 15, 17])
        .slice(0, 2)
        .sort((a, b) => a - b)
      const length = typeof args.duration_minutes === 'number' ? args.duration_minutes : 30
      const slots = hours.map((hour) => {
        const from = `${String(hour).padStart(2, '0')}:00`
        return { from, until: endOf(from, length) }
      })
      return { date: args.date ?? '', slots }
    },
  },
}

/** When something ends that starts at `HH:MM`; an hour later where no length is given. */
function endOf(start: unknown, minutes: unknown): string {
  const [hour = 9, minute = 0] = String(start ?? '09:00')
    .split(':')
    .map(Number)
  const end = hour * 60 + minute + (typeof minutes === 'number' ? Math.round(minutes) : 60)
  return `${String(Math.floor(end / 60) % 24).padStart(2, '0')}:${String(end % 60).padStart(2, '0')}`
}
