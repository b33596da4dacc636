import type { Chat } from './chats.ts'

/** A wish that needs a tool which is not there. */
export interface Wish {
  /** Where one of these stands in a tool's name or description, the wish could be met: it is not used then. */
  readonly signs: RegExp
  readonly en: Chat
  readonly zh: Chat
}

const wish = (signs: RegExp, en: Chat, zh: Chat): Wish => ({ signs, en, zh })

export const WISHES: readonly Wish[] = [
  wish(
    /podcast|audio|radio/i,
    {
      goal: 'have a podcast recorded',
      lines: [
        'Could you record my next podcast episode?',
        'I am sorry, none of my tools can record sound. I could only help you prepare what you want to say.',
        'A pity. Then give me one tip for the opening.',
        'Start with the question that your listeners will want answered, and say your name second.',
      ],
    },
    {
      goal: '录一期播客',
      lines: [
        '帮我录一期播客吧。',
        '抱歉，我手头的工具都不能录音，只能帮你准备要讲的内容。',
        '那给我一个开场的建议？',
        '先抛出听众最想知道的问题，再介绍自己。',
      ],
    },
  ),
  wish(
    /print/i,
    {
      goal: 'have something printed',
      lines: [
        'Print three copies of my boarding pass, please.',
        'I have no tool that reaches a printer, so I cannot print anything.',
        'All right, I will do it at the station.',
        'That works; keep the file on your phone just in case.',
      ],
    },
    {
      goal: '打印一份东西',
      lines: [
        '帮我把登机牌打印三份。',
        '我没有能连打印机的工具，没法打印。',
        '好吧，我去车站再打。',
        '可以，手机里也留一份备用。',
      ],
    },
  ),
  wish(
    /\b(plants?|garden|water)/i,
    {
      goal: 'have the garden watered',
      lines: [
        'Water the tomatoes in the garden at six tonight.',
        'There is no tool here for watering a garden, so I cannot do that.',
        'Then I have to ask my neighbour.',
        'That sounds like the safest way for tonight.',
      ],
    },
    {
      goal: '给院子浇水',
      lines: [
        '今晚六点给院子里的番茄浇水。',
        '我这里没有浇水用的工具，办不到。',
        '那我只好找邻居帮忙了。',
        '今晚这样最稳妥。',
      ],
    },
  ),
  wish(
    /translat|language/i,
    {
      goal: 'have a long letter put into another language',
      lines: [
        'Please have my letter professionally translated into Icelandic and certified.',
        'I cannot order certified translations; none of my tools does that.',
        'Do you know who could?',
        'A sworn translator near you could; the town hall often keeps a list.',
      ],
    },
    {
      goal: '办一份公证译文',
      lines: [
        '帮我把这封信译成冰岛语并做公证。',
        '我没有办理公证翻译的工具，做不了这件事。',
        '那该找谁呢？',
        '可以找有资质的翻译社，公证处一般有名单。',
      ],
    },
  ),
  wish(
    /\b(pets?|dogs?|cats?|vet)\b/i,
    {
      goal: 'have somebody walk the dog',
      lines: [
        'Find somebody to walk my dog this afternoon.',
        'That is beyond my tools: I cannot arrange a dog walker.',
        'Okay. How long may a dog stay alone?',
        'A few hours are usually fine for a grown dog that is used to it.',
      ],
    },
    {
      goal: '找人遛狗',
      lines: [
        '下午找个人帮我遛狗吧。',
        '我的工具里没有安排遛狗的，抱歉。',
        '狗能单独待多久？',
        '习惯了的成年狗，待几个小时一般没问题。',
      ],
    },
  ),
  wish(
    /\b(paint|draw|images?|pictures?|art)\b/i,
    {
      goal: 'have a picture painted',
      lines: [
        'Paint me a portrait of my grandmother.',
        'I cannot paint or draw, none of my tools makes pictures.',
        'Fair enough. Whom would I ask?',
        'A local artist, perhaps; many of them work from a photograph.',
      ],
    },
    {
      goal: '画一幅画',
      lines: [
        '给我外婆画一幅肖像吧。',
        '我没有画画的工具，画不了。',
        '那我该找谁画？',
        '可以问问本地的画师，很多人可以照着照片画。',
      ],
    },
  ),
  wish(
    /doctor|medic|health|hospital|diagnos/i,
    {
      goal: 'have a wound looked at',
      lines: [
        'Have a look at the cut on my hand and prescribe something.',
        'I cannot examine you or prescribe anything. Please see a doctor or a pharmacist with that.',
        'It is only small.',
        'Then clean it and keep it covered, and have it seen if it gets red or warm.',
      ],
    },
    {
      goal: '看看手上的伤口',
      lines: [
        '帮我看看手上的口子，开点药。',
        '我不能看诊，也不能开药，请找医生或药师看一下。',
        '口子不大。',
        '那就清洗干净包好，要是发红发热再去看医生。',
      ],
    },
  ),
  wish(
    /\b(games?|chess)\b/i,
    {
      goal: 'have a chess partner over the board',
      lines: [
        'Set up my chess board and move the pieces for me.',
        'I cannot move anything on a real board; there is no tool for that.',
        'Then just name me a good first move.',
        'Moving the king’s pawn two squares is a friendly way to start.',
      ],
    },
    {
      goal: '摆棋盘下棋',
      lines: [
        '帮我把棋盘摆好，替我走子。',
        '真实的棋盘我动不了，没有这样的工具。',
        '那说个常见的开局吧。',
        '当头炮就不错，走起来也简单。',
      ],
    },
  ),
  wish(
    /\b(cars?|vehicles?|tyres?|tires?)\b/i,
    {
      goal: 'have the winter tyres put on',
      lines: [
        'Change the tyres of my car today.',
        'I have nothing that could change tyres or arrange it.',
        'I thought so. When is it time for winter tyres?',
        'A common rule is from October until Easter.',
      ],
    },
    {
      goal: '给车换冬胎',
      lines: [
        '今天帮我把车换成冬胎。',
        '换轮胎这件事我没有工具可用，也没法预约。',
        '一般什么时候换合适？',
        '通常在气温稳定低于七度之前换好。',
      ],
    },
  ),
  wish(
    /furniture|assemble/i,
    {
      goal: 'have a shelf put together',
      lines: [
        'Assemble the new shelf in the hallway, would you?',
        'That needs hands; none of my tools can assemble furniture.',
        'Any advice before I start?',
        'Lay out all the parts first and tighten the screws only at the end.',
      ],
    },
    {
      goal: '装一个书架',
      lines: [
        '把走廊的新书架装起来吧。',
        '这得动手才行，我没有能装家具的工具。',
        '那我开工前有什么要注意的？',
        '先把零件都摆开，螺丝最后再拧紧。',
      ],
    },
  ),
  wish(
    /video|film|movie/i,
    {
      goal: 'have the holiday video cut',
      lines: [
        'Cut my holiday video down to three minutes.',
        'I have no tool that edits video, so I cannot cut it.',
        'Then tell me how you would choose the scenes.',
        'Take the ones where somebody laughs or something moves, and drop every second view.',
      ],
    },
    {
      goal: '剪辑旅行视频',
      lines: [
        '把我的旅行视频剪成三分钟。',
        '我没有剪视频的工具，剪不了。',
        '那你觉得该怎么选镜头？',
        '留下有人笑、有动作的，风景隔一个留一个。',
      ],
    },
  ),
  wish(
    /government|passport|visa/i,
    {
      goal: 'have a passport picked up',
      lines: [
        'Pick up my new passport at the office for me.',
        'I cannot collect anything in person, and no tool here talks to the passport office.',
        'Do I have to go myself?',
        'Usually yes, or somebody with a written authority from you.',
      ],
    },
    {
      goal: '代领护照',
      lines: [
        '替我去把新护照领回来。',
        '我没法替人到场领取，也没有能联系出入境部门的工具。',
        '必须本人去吗？',
        '一般要本人去，或者写委托书让人代领。',
      ],
    },
  ),
]
