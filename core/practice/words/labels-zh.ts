/** Chinese for words that names of tools and parameters are made of. */

/** Words for doing something, as they stand in names. */
const VERBS_TEXT = `
get 查询 fetch 获取 list 列出 search 搜索 find 查找 show 查看 lookup 查询 create 新建 add 添加 update 更新 edit 修改
delete 删除 remove 移除 send 发送 post 发布 set 设置 check 检查 convert 换算 translate 翻译 calculate 计算 generate 生成
validate 校验 verify 验证 book 预订 open 打开 close 关闭 start 开始 stop 停止 upload 上传 download 下载 join 加入
leave 退出 invite 邀请 share 分享 rename 重命名 archive 归档 compare 比较 read 读取 retrieve 获取 cancel 取消 move 移动
reply 回复 reserve 预约 track 跟踪 detect 识别 count 统计 subscribe 订阅 browse 浏览 explore 浏览 end 结束 query 查询
run 运行 approve 批准 unarchive 取消归档 lock 锁定 reset 重置 complete 完成 revoke 撤销 enable 启用 disable 停用
reject 拒绝 deny 拒绝 accept 接受 kick 移出 mark 标记 schedule 安排 push 推送 write 写入 save 保存 make 创建 test 测试
resolve 解析 render 渲染 describe 描述 view 查看 assign 分配 unlock 解锁 register 注册 install 安装 execute 执行
clear 清空 connect 连接 disconnect 断开 put 放置 kill 终止 pin 置顶 unpin 取消置顶`

/** Words for things. Some stand in both lists: “list” is 列出 or 列表. */
const THINGS_TEXT = `
city 城市 country 国家 region 地区 state 省份 location 位置 address 地址 street 街道 place 地点 postcode 邮编 zip 邮编
zipcode 邮编 timezone 时区 lat 纬度 latitude 纬度 lon 经度 lng 经度 long 经度 longitude 经度 radius 半径
coordinates 坐标 distance 距离 origin 出发地 destination 目的地 date 日期 time 时间 day 日期 month 月份 year 年份 week 周
hour 小时 minute 分钟 minutes 分钟数 hours 小时数 duration 时长 period 时间段 start 开始 from 起 to 止 name 名称 title 标题
subject 主题 body 正文 text 文本 content 内容 message 消息 messages 消息 comment 评论 comments 评论 description 描述
note 笔记 notes 笔记 reason 原因 id 编号 ids 编号 number 号码 code 代码 key 关键字 hash 哈希值 token 令牌 type 类型 kind 种类
category 类别 categories 类别 tag 标签 tags 标签 status 状态 format 格式 q 关键词 keyword 关键词 keywords 关键词 term 关键词
word 词语 words 词语 topic 话题 phrase 短语 limit 数量上限 count 数量 size 大小 page 页码 offset 偏移量 skip 跳过条数
cursor 游标 per 每 sort 排序 order 订单 filter 筛选条件 index 序号 max 最大 min 最小 total 总数 user 用户 users 用户
username 用户名 account 账户 profile 资料 password 密码 email 邮箱 phone 电话 person 人 people 人数 member 成员
members 成员 guest 客人 guests 人数 passenger 乘客 recipient 收款人 author 作者 owner 所有者 player 球员 players 球员
artist 艺人 artists 艺人 channel 频道 channels 频道 group 群组 groups 群组 team 团队 teams 团队 company 公司 driver 司机
customer 客户 price 价格 prices 价格 amount 金额 currency 货币 rate 汇率 rates 汇率 exchange 交易所 cost 费用
balance 余额 budget 预算 symbol 代码 stock 股票 market 市场 payment 付款 invoice 发票 bank 银行 tax 税 product 商品
products 商品 item 项目 items 项目 store 店铺 shop 商店 cart 购物车 orders 订单 brand 品牌 review 评价 reviews 评价
rating 评分 quantity 数量 color 颜色 model 型号 weather 天气 forecast 预报 temperature 温度 humidity 湿度 wind 风
air 空气 quality 质量 current 当前 hourly 逐时 daily 每日 unit 单位 units 单位 movie 电影 movies 电影 film 影片 video 视频
videos 视频 song 歌曲 songs 歌曲 track 歌曲 album 专辑 music 音乐 playlist 歌单 image 图片 images 图片 photo 照片
photos 照片 picture 图片 book 书 books 书籍 news 新闻 article 文章 articles 文章 show 节目 episode 剧集 genre 体裁
game 游戏 games 游戏 match 比赛 matches 比赛 league 联赛 season 赛季 sport 运动 tournament 锦标赛 score 比分 event 活动
events 活动 ticket 工单 concert 演出 concerts 演出 recipe 菜谱 recipes 菜谱 food 食物 restaurant 餐馆 hotel 酒店
hotels 酒店 room 房间 flight 航班 flights 航班 airport 机场 train 列车 station 车站 stations 车站 bus 公交 route 路线
car 汽车 vehicle 车辆 file 文件 files 文件 folder 文件夹 path 路径 document 文档 url 网址 link 链接 domain 域名
website 网站 host 主机 ip IP地址 port 端口 server 服务器 device 设备 version 版本 language 语言 lang 语言 locale 语言区域
data 数据 info 信息 information 信息 details 详情 detail 详情 result 结果 results 结果 history 记录 statistics 统计
stats 统计 report 报告 summary 摘要 response 回应 settings 设置 list 列表 all 全部 latest 最新 top 热门 random 随机
popular 热门 trending 热门 new 新 recent 近期 available 可用 similar 相似 related 相关 public 公开 live 实时 next 下一个
last 上一个 by 按 job 职位 jobs 职位 project 项目 task 任务 tasks 任务 campaign 活动 quote 名言 joke 笑话 fact 冷知识
facts 冷知识 animal 动物 dog 狗 cat 猫 plant 植物 height 身高 weight 体重 age 年龄 gender 性别 health 健康 hospital 医院
medicine 药品 disease 疾病 school 学校 course 课程 student 学生 university 大学 countrycode 国家代码 cities 城市
countries 国家 states 省份 languages 语言 timeline 动态 feed 动态 posts 帖子 thread 话题串 reaction 表情回应
reminder 提醒 calendar 日历 meeting 会议 label 标签 seat 座位 nights 晚数 area 区域 sku 货号 barcode 条码 isbn 书号
percent 百分比 value 数值 conversation 会话 conversations 会话 emoji 表情 nearby 附近 risk 风险 firmware 固件 fuel 燃油
energy 能源 parcel 包裹 tracking 物流 admin 管理 org 组织 orgs 组织 organization 组织 metadata 元数据 repo 仓库
repos 仓库 repository 仓库 repositories 仓库 actions 操作 action 操作 accounts 账户 apps 应用 app 应用
application 应用 applications 应用 subscription 订阅 subscriptions 订阅 fields 字段 field 字段 customers 客户
enterprise 企业 policy 策略 policies 策略 external 外部 secret 密钥 secrets 密钥 source 来源 sources 来源
access 访问权限 default 默认 chat 聊天 usergroups 用户组 usergroup 用户组 memory 记忆 requests 请求 request 请求
authenticated 已登录 folders 文件夹 shared 共享 links 链接 permissions 权限 permission 权限 security 安全 session 会话
sessions 会话 retention 留存 assignments 分配 assignment 分配 quotes 报价 billing 账单 custom 自定义 transfer 转账
transfers 转账 remote 远程 web 网页 charge 收费 charges 收费 issues 议题 issue 议题 storage 存储 webhook 回调
webhooks 回调 branch 分支 branches 分支 calls 通话 call 通话 dnd 勿扰 package 软件包 packages 软件包 card 卡片 cards 卡片
legal 法务 selected 已选 active 启用 reactions 表情回应 step 步骤 steps 步骤 hosted 托管 view 视图 views 视图
transactions 交易 transaction 交易 workflow 工作流 workflows 工作流 reminders 提醒 fee 费用 fees 费用 shipping 运费
runner 运行器 runners 运行器 templates 模板 template 模板 runs 运行 timestamp 时间戳 ts 时间戳 types 类型 private 私有
refund 退款 refunds 退款 invoices 发票 titles 标题 usage 用量 commit 提交 commits 提交 options 选项 option 期权
integration 集成 login 登录 collection 合集 collections 合集 classification 分类 schedule 日程 schedules 日程
scheduled 已排期 collaboration 协作 collaborations 协作 dispute 争议 disputes 争议 identity 身份 promotion 促销
display 显示 client 客户端 restricted 受限 sign 签署 behavior 行为 restrictions 限制 scope 范围 scopes 范围
presence 在线状态 length 长度 coupon 优惠券 coupons 优惠券 activity 动态 icon 图标 service 服务 services 服务 level 级别
projects 项目 direction 方向 exclude 排除 full 完整 environment 环境 plan 方案 plans 方案 media 媒体 pins 置顶
stars 星标 aircraft 飞机 role 角色 deployment 部署 versions 版本 terms 条款 statement 对账单 trial 试用 logs 日志
memberships 成员关系 membership 成员关系 resource 资源 resources 资源 locations 位置 jokes 笑话 ref 引用 release 发布版本
namespace 命名空间 single 单个 labels 标签 prefs 偏好 trash 回收站 lines 行 line 行 methods 方法 names 名称
expiration 有效期 watermark 水印 node 节点 nodes 节点 payout 提现 payouts 提现 clock 时钟 riddle 谜语 network 网络
mode 模式 contact 联系人 contacts 联系人 global 全局 migrations 迁移 migration 迁移 alias 别名 cache 缓存 variables 变量
variable 变量 attachments 附件 attachment 附件 days 天数 values 数值 participants 参与者 blocks 区块 snooze 免打扰
skills 技能 recipients 收件人 domains 域名 portal 门户 lists 列表 menu 菜单 best 最佳 travel 旅行 rules 规则 rule 规则
alert 警报 alerts 警报 space 空间 expires 过期时间 documents 文档 numbers 号码 wagon 车厢 tweet 推文 tweets 推文
configuration 配置 configurations 配置 targets 目标 target 目标 maximum 最大 minimum 最小 social 社交
visibility 可见性 preview 预览 schema 结构 reports 报告 datetime 日期时间 anime 动漫 nearest 最近 airports 机场
records 记录 record 记录 pending 待处理 interactions 互动 dialog 对话框 change 更改 individual 单个 diff 差异 pages 页面
pattern 模式 config 配置 replies 回复 directory 目录 dir 目录 engine 发动机 tank 油箱 tire 轮胎 pressure 压力 door 车门
doors 车门 brake 刹车 cruise 巡航 climate 空调 navigation 导航 speed 速度 outside 车外 lights 车灯 headlights 车灯
fill 加注 wallet 钱包 watchlist 关注列表 tickets 工单 credit 信用卡 insurance 保险 graph 图谱 entities 实体 entity 实体
relations 关系 observations 观察 log 日志 stage 暂存 staged 暂存 unstaged 未暂存 copy 副本 echo 回显 sum 总和 tree 树
allowed 允许的 multiple 多个 head 开头 tail 结尾 sizes 大小 completed 完成 denied 已拒绝 approved 已批准 end 结束
merge 合并 fork 派生 download 下载 lookup 查询 authenticate 认证 contents 内容 workspace 工作区 workspaces 工作区
bot 机器人 bots 机器人 livestream 直播 emission 排放 emissions 排放 ingredient 食材 nutrient 营养成分 emails 邮件
listing 房源 listings 房源 property 房产 properties 房产 rent 租金 sale 出售 agent 经纪人 agents 经纪人 keys 密钥
logout 退出登录 auth 认证 sms 短信 otp 验证码 proxy 代理 scan 扫描 lyrics 歌词 chart 榜单 charts 榜单 radio 电台 podcast 播客
stream 直播 followers 粉丝 follower 粉丝 following 关注 likes 点赞 like 点赞 hashtag 话题标签 story 故事 stories 故事
caption 说明文字 crypto 加密货币 coin 币种 coins 币种 dividend 股息 earnings 财报 chain 链 block 区块 gas 燃料费 nft 数字藏品
football 足球 basketball 篮球 soccer 足球 standings 排名 ranking 排名 rankings 排名 lineups 阵容 odds 赔率
fixtures 赛程 venue 场馆 referee 裁判 coach 教练`

function pairsOf(text: string): ReadonlyMap<string, string> {
  const words = text.trim().split(/\s+/)
  return new Map(words.flatMap((word, i) => (i % 2 === 0 ? [[word, words[i + 1] ?? word] as const] : [])))
}
const VERBS = pairsOf(VERBS_TEXT)
const THINGS = pairsOf(THINGS_TEXT)

/** Chinese for a verb of a name, or undefined. */
export const chineseVerb = (word: string): string | undefined => VERBS.get(word)

/** Chinese for an English word of a name, or undefined. */
export const chineseFor = (word: string): string | undefined => THINGS.get(word) ?? VERBS.get(word)

const SAMPLE: Readonly<Record<string, string>> = {
  start_time: '开始时间',
  duration_minutes: '时长（分钟）',
  new_date: '新日期',
  new_time: '新时间',
  check_in: '入住日期',
  max_price: '最高价格',
  from_currency: '原货币',
  to_currency: '目标货币',
  from_date: '起始日期',
  to_date: '结束日期',
  min_amount: '最低金额',
  tip_percent: '小费比例',
  due_date: '截止日期',
  near: '地点',
  start: '起点',
  end: '终点',
  reference: '附言',
  to: '收件人',
  rooms: '房间数',
  priority: '优先级',
  period: '时间段',
  mode: '方式',
  door: '门',
  cabin: '舱位',
  kind: '类型',
  time: '时间',
  after: '最早时间',
  flight_id: '航班编号',
  hotel_id: '酒店编号',
  place_id: '餐馆编号',
  product_id: '商品编号',
  event_id: '日程编号',
  email_id: '邮件编号',
  task_id: '待办编号',
  order_id: '订单号',
  cc: '抄送人',
  main_pollutant: '主要污染物',
  price_eur: '价格',
  sky: '天气状况',
  temperature: '温度',
  airline: '航空公司',
  sender: '发件人',
  rate: '汇率',
  converted: '换算结果',
  kwh: '用电量',
  booking: '订单号',
  reservation: '预约号',
  via: '途经道路',
  expected: '预计送达日期',
  place: '所在地',
  low: '最低气温',
  departs: '出发时间',
  each_eur: '每人金额',
  balance_eur: '余额',
  index: '指数',
  ends: '结束时间',
  label: '用途',
  brightness: '亮度',
  on: '开关',
  notify_guests: '通知参加的人',
  direct_only: '只看直飞',
  open_now: '正在营业',
  unread_only: '只看未读',
  passenger: '乘客',
  seat: '座位',
  nights: '晚数',
  guest: '入住人',
  guests: '用餐人数',
  quantity: '数量',
  people: '人数',
  total: '总额',
  recipient: '收款人',
  folder: '文件夹',
  entry_id: '条目编号',
  author: '作者',
  calories: '热量',
  volume: '成交量',
  joined: '加入日期',
  played: '已赛场次',
  points: '积分',
  with_tip_eur: '含小费合计',
  accepted: '已受理',
  payee: '收款方',
  available_eur: '可用余额',
  timer_number: '计时器编号',
  open_left: '剩余项数',
  done: '已完成',
  added: '已添加',
  saved: '已保存',
  largest: '用电最多的设备',
  cost_eur: '费用',
  started: '已启动',
  battery: '电量',
  since: '上锁时间',
  locked: '已上锁',
  now: '当前温度',
  amount_eur: '金额',
  refund_case: '受理号',
  total_eur: '合计',
  distance_km: '距离（公里）',
  minutes_on_foot: '步行分钟数',
  places: '地点',
  trains: '车次列表',
  stops: '经停次数',
  arrives: '到达时间',
  unread: '未读',
  sent: '已发送',
  until: '结束',
  slots: '空闲时段',
  guests_notified: '已通知人数',
  cancelled: '已取消',
  moved: '已改期',
  rain_percent: '降水概率',
  high: '最高气温',
  wind_kmh: '风速',
  updated: '更新日期',
  remark: '备注',
}

/** Whole names whose words taken one by one would not read well. */
export const chineseForName = (name: string): string | undefined => SAMPLE[name]
