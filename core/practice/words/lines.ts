import type { DialogLanguage } from '../../dialog/case-type.ts'

/** Short lines of a dialog that are not about one tool. `{…}` as in template.ts. */
interface Lines {
  readonly prose: readonly string[]
  readonly ask: readonly string[]
  readonly askCity: readonly string[]
  readonly askDate: readonly string[]
  readonly askTime: readonly string[]
  readonly askPerson: readonly string[]
  readonly give: readonly string[]
  readonly later: readonly string[]
  readonly wait: readonly string[]
  readonly change: readonly string[]
  readonly sameFor: readonly string[]
  readonly sameForTwo: readonly string[]
  readonly firstHit: readonly string[]
  readonly fromThere: readonly string[]
  readonly fromStart: readonly string[]
  readonly longHint: readonly string[]
  readonly busy: readonly string[]
  readonly retried: readonly string[]
  readonly unknown: readonly string[]
  readonly corrected: readonly string[]
  readonly refused: readonly string[]
  readonly askOther: readonly string[]
  readonly other: readonly string[]
  readonly thanks: readonly string[]
  readonly welcome: readonly string[]
  readonly more: readonly string[]
  readonly doubt: readonly string[]
}

const EN: Lines = {
  prose: ['Let me see.', 'One moment.', 'I will take care of that.', 'Let me look that up for you.'],
  ask: [
    'Gladly. What should I use as the {label}?',
    'I can do that. Could you tell me the {label}?',
    'One thing is missing: what is the {label}?',
    'What {label} do you have in mind?',
  ],
  askCity: ['Which city do you mean?', 'Happy to. For which city?', 'Sure – what is the city?'],
  askDate: ['For which day?', 'What date should it be?', 'Happy to. Which day do you have in mind?'],
  askTime: ['At what time?', 'What time suits you?', 'Sure. What time should it be?'],
  askPerson: ['In whose name?', 'Who is it for?', 'May I have the full name?'],
  give: [
    '{value}, please.',
    'It is {value}.',
    'Oh, right: {value}.',
    'Let us take {value}.',
    'Sorry, I forgot. {value}.',
  ],
  later: [
    'I will tell you the {label} in a moment.',
    'The {label} follows right away.',
    'Hold on, I have to look up the {label} first.',
  ],
  wait: [
    'All right, take your time. I only need the {label} now.',
    'Sure, I will wait for the {label}.',
    'No hurry. As soon as I have the {label}, I start.',
  ],
  change: [
    'And what if the {label} were {value}?',
    'Change of plan: please do the same with {label} {value}.',
    'Can we try it again, with {value} as the {label}?',
    'Hm, better take {value} as the {label}.',
  ],
  sameFor: [
    'The same with {label} {value}, please.',
    'And once more for {value}.',
    'I need that for {value}, too.',
  ],
  sameForTwo: ['The same for {value} and for {other}, please.', 'And also for {value} and {other}.'],
  firstHit: ['the first one you find', 'the first one on that list', 'the one at the top'],
  fromThere: ['the {label} you find there', 'the {label} from that answer', 'the {label} that comes back'],
  fromStart: [
    'the {label} from my very first question',
    'the same {label} as at the very beginning',
    'the {label} I gave you at the start',
  ],
  longHint: [
    'Show me everything there is, I will pick.',
    'I want the full list with all details.',
    'Give me the complete record, please.',
    'Leave nothing out.',
  ],
  busy: [
    'The service did not answer in time.',
    'Too many requests, try again shortly.',
    'The connection was closed by the other side.',
  ],
  retried: [
    'The first try failed because the system was busy, but now it worked. {answer}',
    'It took two tries. {answer}',
  ],
  unknown: ['Nothing is known under “{value}”. Did you mean “{other}”?'],
  corrected: [
    'There was no entry under that spelling, so I used “{other}”. {answer}',
    'I took “{other}”, which the system suggested. {answer}',
  ],
  refused: ['{value} cannot be used as the {label} here.', 'The {label} {value} is not available.'],
  askOther: [
    'The system did not accept {value} as the {label}. Would you like to try another?',
    'That did not work: {value} is not available. Which {label} should I use instead?',
  ],
  other: ['Then take {value}.', 'All right, {value} instead.', 'In that case {value}.'],
  thanks: [
    'Thank you, that helps.',
    'Perfect, thanks.',
    'That is all for the moment. Thank you!',
    'Wonderful, I am all set.',
    'Great, I have what I need.',
    'Thanks, that was quick.',
  ],
  welcome: [
    'You are welcome.',
    'Glad I could help.',
    'With pleasure. Just write when something else comes up.',
    'Any time.',
    'Good luck with the rest of your day.',
    'Happy to hear that.',
  ],
  more: [
    'Let me know if you need more.',
    'Tell me if I should change anything.',
    'I am here if there is more.',
  ],
  doubt: [
    'I would need a few more details before I can do that.',
    'I am afraid I cannot help with that.',
    'I have noted it, but I would rather check first what you mean.',
  ],
}

const ZH: Lines = {
  prose: ['我看一下。', '稍等。', '这就去办。', '我来查一查。'],
  ask: [
    '好的，请问{label}是什么？',
    '可以办，不过还差一项：{label}是多少？',
    '请告诉我{label}，好吗？',
    '{label}要填什么呢？',
  ],
  askCity: ['请问是哪个城市？', '好的，您说的是哪个城市？', '可以，要查哪座城市呢？'],
  askDate: ['请问是哪一天？', '日期定在哪天？', '好的，要哪一天的？'],
  askTime: ['几点合适？', '请问时间定在几点？', '好的，安排在什么时间？'],
  askPerson: ['请问姓名是？', '是给谁办的呢？', '麻烦告诉我全名，好吗？'],
  give: ['{value}。', '是{value}。', '哦对，{value}。', '就{value}吧。', '忘说了，{value}。'],
  later: ['{label}我等下告诉你。', '{label}马上发你。', '{label}我先确认一下。'],
  wait: ['好的，不急，有了{label}我就开始。', '没问题，我等您的{label}。', '行，现在就差{label}了。'],
  change: [
    '要是{label}换成{value}呢？',
    '改一下，{label}用{value}，再来一次。',
    '{label}改成{value}再试试吧。',
    '嗯，{label}还是用{value}好了。',
  ],
  sameFor: ['{value}也要同样来一份。', '再查一下{label}是{value}的。', '{value}的也一起。'],
  sameForTwo: ['{value}和{other}也一样。', '还有{value}和{other}，都要。'],
  firstHit: ['排在第一的那个', '结果里的第一个', '最上面那个'],
  fromThere: ['查到的{label}', '上一步得到的{label}', '返回的{label}'],
  fromStart: ['我最开始说的那个{label}', '第一次问的时候用的{label}', '一开始告诉你的{label}'],
  longHint: ['全部列出来，我自己挑。', '要完整的清单，细节都要。', '把完整记录给我。', '一条都别漏。'],
  busy: ['服务没有及时响应', '请求过多，请稍后再试', '对方关闭了连接'],
  retried: ['第一次系统繁忙没成功，重试后好了。{answer}', '试了两次才成功。{answer}'],
  unknown: ['没有找到“{value}”，是不是“{other}”？'],
  corrected: [
    '原来的写法查不到，我按系统提示用了“{other}”。{answer}',
    '系统建议用“{other}”，我照此办理。{answer}',
  ],
  refused: ['{label}不能使用{value}', '{value}这个{label}不可用'],
  askOther: ['系统不接受{value}作为{label}，要换一个吗？', '没成功：{value}不可用。{label}换成什么呢？'],
  other: ['那就用{value}。', '好，换成{value}。', '这样的话，{value}吧。'],
  thanks: [
    '谢谢，帮大忙了。',
    '太好了，谢谢。',
    '暂时就这些，谢谢！',
    '好的，我清楚了。',
    '行，够用了。',
    '真快，谢谢你。',
  ],
  welcome: [
    '不客气。',
    '能帮上忙就好。',
    '随时找我。',
    '不用谢，有事再叫我。',
    '祝您一切顺利。',
    '很高兴能帮到您。',
  ],
  more: ['还需要别的就告诉我。', '要改动的话说一声。', '有事随时找我。'],
  doubt: ['要办这件事，我还需要更多细节。', '抱歉，这个我恐怕帮不上。', '我先记下，还得再确认一下您的意思。'],
}

export const LINES: Readonly<Record<DialogLanguage, Lines>> = { en: EN, zh: ZH }
export type LineName = keyof Lines
