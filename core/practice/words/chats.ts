import type { DialogLanguage } from '../../dialog/case-type.ts'

/** Talk that needs no tool: what the user says and what the assistant answers, twice to and fro. */
export interface Chat {
  /** In general terms, for the plan. */
  readonly goal: string
  readonly lines: readonly [string, string, string, string]
}

const EN: readonly Chat[] = [
  {
    goal: 'ask for advice on a quiet evening',
    lines: [
      'What would you do with a free evening and no plans?',
      'I would pick one small thing that you enjoy and leave the rest open: a walk, a slow meal, a few pages of a book.',
      'A walk sounds right. Any tip on making it a habit?',
      'Tie it to something you do anyway, such as the end of dinner, and keep it short at first.',
    ],
  },
  {
    goal: 'have a word explained',
    lines: [
      'What does “to procrastinate” mean, in plain words?',
      'It means putting off something that you should do, usually by doing something easier.',
      'Ha, I know that well. How do people get out of it?',
      'Often by making the first step tiny: open the document, write one line, stop there if you like.',
    ],
  },
  {
    goal: 'ask how to start a letter',
    lines: [
      'How do I start a letter to a neighbour I hardly know?',
      'A simple “Dear” with the name and one friendly sentence about who you are is enough.',
      'And how should I end it?',
      '“Kind regards” and your name will do; it is warm without being too close.',
    ],
  },
  {
    goal: 'talk about learning an instrument',
    lines: [
      'Is it too late to learn the piano at forty?',
      'Not at all. Adults learn more slowly with their fingers but faster with their heads, and they practise on purpose.',
      'How long should I practise?',
      'Fifteen minutes on most days brings you further than two hours once a week.',
    ],
  },
  {
    goal: 'say how the day went',
    lines: [
      'It was a long day and I finally finished my report.',
      'Well done! Finishing something long deserves a proper break.',
      'I think I will take one. You are good company.',
      'Thank you, that is kind. Enjoy the rest.',
    ],
  },
  {
    goal: 'ask for a riddle',
    lines: [
      'Tell me a riddle while I wait.',
      'What gets wetter the more it dries?',
      'A towel! Too easy.',
      'Right! Next time I will find a harder one.',
    ],
  },
  {
    goal: 'ask about two ways of brewing coffee',
    lines: [
      'What is the difference between filter coffee and espresso?',
      'Espresso is pressed through fine powder quickly and comes out strong and short; filter coffee runs slowly and is lighter.',
      'Which one has more caffeine?',
      'A cup of filter coffee usually holds more in all, a sip of espresso more at once.',
    ],
  },
  {
    goal: 'ask how to remember names',
    lines: [
      'I keep forgetting people’s names. Any trick?',
      'Say the name once aloud when you hear it, and tie it to something you can see about the person.',
      'And if I have forgotten it anyway?',
      'Ask again, plainly. Most people are glad that you want to know.',
    ],
  },
  {
    goal: 'ask what the assistant can do',
    lines: [
      'What kinds of things can you help me with?',
      'I can look things up and carry things out with the tools I have here, and I can talk things through with you.',
      'Good to know. And if you cannot do something?',
      'Then I say so, and we look for another way.',
    ],
  },
  {
    goal: 'thank and chat a little',
    lines: [
      'You have been quick today, thank you.',
      'My pleasure. It helps that you say clearly what you want.',
      'I try! My colleagues say I am too brief.',
      'Brief is fine as long as nothing needed is missing.',
    ],
  },
  {
    goal: 'ask for an idea for a gift',
    lines: [
      'What do you give somebody who has everything?',
      'Time, mostly: a meal cooked together, a day out, a promise to help with something they dislike.',
      'A meal is a lovely idea.',
      'Then choose a dish that means something to both of you.',
    ],
  },
  {
    goal: 'ask about sleeping better',
    lines: [
      'I sleep badly before big days. What helps?',
      'Writing down what is on your mind an hour before bed helps many people, and so does a dull book.',
      'I will try the list.',
      'Good luck, and let it be short: three lines are enough.',
    ],
  },
]

const ZH: readonly Chat[] = [
  {
    goal: '聊聊怎么过一个清闲的晚上',
    lines: [
      '晚上没什么安排，你说干点什么好？',
      '挑一件自己喜欢的小事就够了，散散步，慢慢吃顿饭，或者翻几页书。',
      '散步不错，怎么才能坚持下来？',
      '跟固定的事绑在一起，比如吃完晚饭就出门，一开始走短一点。',
    ],
  },
  {
    goal: '请教一个词的意思',
    lines: [
      '“内卷”这个词到底怎么解释？',
      '简单说，就是大家都多花力气去争同样多的东西，结果谁也没多得到什么。',
      '那怎么跳出来呢？',
      '换个自己在意的标准，别什么都跟别人比。',
    ],
  },
  {
    goal: '请教怎么给邻居写信',
    lines: [
      '给不太熟的邻居写张便条，开头怎么写合适？',
      '称呼一声“您好”，再用一句话说明你住哪一户，就很得体了。',
      '结尾呢？',
      '写“祝好”，再署上名字，亲切又不唐突。',
    ],
  },
  {
    goal: '聊聊学乐器',
    lines: [
      '四十岁学钢琴是不是太晚了？',
      '一点也不晚。大人手指慢一些，但理解得快，也更懂得怎么练。',
      '每天练多久合适？',
      '每天十五分钟，比一周突击两小时有用。',
    ],
  },
  {
    goal: '说说今天过得怎么样',
    lines: [
      '忙了一整天，报告总算写完了。',
      '辛苦了！写完这么长的东西，值得好好歇一歇。',
      '嗯，我打算早点休息。',
      '那就好，祝你睡个安稳觉。',
    ],
  },
  {
    goal: '听个谜语',
    lines: [
      '等着也是等着，给我出个谜语吧。',
      '什么东西越擦越湿？',
      '毛巾嘛，太简单了。',
      '答对了！下次我找个难一点的。',
    ],
  },
  {
    goal: '了解两种咖啡的区别',
    lines: [
      '手冲和意式浓缩有什么不一样？',
      '意式是高压快速萃取，又浓又短；手冲是慢慢滴滤，味道更清爽。',
      '哪个咖啡因多？',
      '一整杯算下来手冲往往更多，单看一口则是浓缩更多。',
    ],
  },
  {
    goal: '请教怎么记住别人的名字',
    lines: [
      '我老记不住人名，有什么窍门吗？',
      '听到时就念一遍，再跟对方的一个特点联系起来，会好记很多。',
      '要是还是忘了呢？',
      '直接再问一次就好，大多数人都乐意告诉你。',
    ],
  },
  {
    goal: '问问助手能做什么',
    lines: [
      '你都能帮我做哪些事？',
      '我可以用手头的工具替你查东西、办事情，也可以陪你把事情理清楚。',
      '要是办不到呢？',
      '办不到我会直说，再一起想别的办法。',
    ],
  },
  {
    goal: '道谢，顺便聊两句',
    lines: [
      '今天效率真高，谢谢你。',
      '不客气，你说得清楚，我办起来也快。',
      '同事还嫌我话太少呢。',
      '话少没关系，该说的都说到就行。',
    ],
  },
  {
    goal: '讨个送礼的主意',
    lines: [
      '朋友什么都不缺，送什么好呢？',
      '送时间最好：一起做顿饭，出去玩一天，或者帮忙做一件对方不爱做的事。',
      '做顿饭这个主意好。',
      '那就选一道对你们俩都有意义的菜吧。',
    ],
  },
  {
    goal: '请教怎么睡得好',
    lines: [
      '一到重要的日子前一晚就睡不着，怎么办？',
      '睡前一小时把心里的事写下来，再看本平淡的书，很多人觉得管用。',
      '我试试写下来。',
      '写三行就够，别写成长篇大论。',
    ],
  },
]

export const CHATS: Readonly<Record<DialogLanguage, readonly Chat[]>> = { en: EN, zh: ZH }
