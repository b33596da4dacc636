/** Usual English words and names for values in pre-training. None of the names is one of the sample project's. */

const list = (text: string): readonly string[] => text.trim().split(/\s+/)

export const FIRST_NAMES = list(`
  Adam Agnes Alan Albert Alice Amanda Amir Amy Andrea Angela Anita Arthur Barbara Ben Bernard Beth Bianca Brian Bruno
  Carla Carlos Carol Cecilia Charles Chloe Chris Colin Connor Dana David Dennis Diana Diego Donna Doris Edgar Edith
  Elena Elias Eliot Ella Emma Eric Erin Esther Eva Felix Fiona Frank Frida Gabriel George Gina Gloria Greta Gustav
  Hans Harry Heidi Helen Henry Hugo Ian Ida Ingrid Irene Iris Ivan Jack Jacob Jane Janet Jason Jean Jenny Joan Joel
  John Jonas Joseph Judith Julia Karen Karl Kate Keith Kenji Kevin Klaus Laura Lena Leo Leon Liam Linda Lisa Lucy
  Luis Luke Marco Maria Mario Mark Marta Martin Mary Matt Max Mia Michael Mila Mira Mona Nadia Nancy Nina Noah Nora
  Olga Oliver Oscar Otto Paul Paula Pedro Philip Rachel Ralph Rita Robert Robin Rosa Ruth Sally Sandra Sara Simon
  Stella Stephen Sven Tanya Teresa Theo Thomas Tina Tony Ursula Vera Victor Vivian Walter Wendy William Yuki Zoe`)

export const SURNAMES = list(`
  Adler Allen Anders Archer Bailey Baker Barnes Bauer Beck Bell Bennett Bishop Black Blake Bond Brandt Brooks Brown
  Bruce Bryant Burke Burton Butler Campbell Carlson Castro Chapman Clark Cole Collins Cook Cooper Costa Cox Crane
  Cross Cruz Curtis Dahl Davis Dean Diaz Dixon Drake Duncan Edwards Ellis Evans Ferrari Fischer Fisher Fleming Ford
  Foster Fox Franklin Fuller Garcia Gardner Gibson Gomez Gordon Graham Grant Gray Green Griffin Haas Hale Hall Hansen
  Harper Harris Hart Hayes Hill Hoffman Holm Holt Hughes Hunt Hunter Ito Ivanov Jackson Jacobs Johnson Jones Jordan
  Keller Kelly King Klein Knight Kovac Lane Larsen Lawson Lee Lewis Lloyd Long Lopez Lund Marsh Martinez Mason Miller
  Mills Mitchell Moore Morgan Morris Murphy Murray Nelson Newman Nielsen Olsen Palmer Park Parker Patel Perez Perry
  Porter Powell Price Quinn Reed Reyes Richards Rivera Roberts Rogers Romero Rose Ross Russell Ryan Sanders Santos
  Schmidt Schneider Scott Shaw Silva Simpson Singh Smith Stein Stone Strand Sullivan Swan Tanaka Taylor Turner Vargas
  Wagner Walker Wallace Walsh Ward Warren Watson Weber Webb West Wheeler White Winter Wolf Wood Wright Young Zeller`)

export const PLACE_NAMES = list(`
  Aberdeen Adelaide Algiers Amman Ankara Antwerp Athens Atlanta Austin Baghdad Bamako Bangkok Barcelona Basel Bath
  Beirut Belfast Belgrade Berlin Bilbao Birmingham Bogota Bombay Bonn Bordeaux Bremen Brighton Brisbane Bristol
  Brussels Bucharest Budapest Buffalo Cairo Calgary Cambridge Canberra Caracas Cardiff Chester Cologne Copenhagen
  Cordoba Cork Dakar Dallas Damascus Darwin Delhi Derby Detroit Dover Dresden Dubai Durban Exeter Florence Frankfurt
  Geneva Genoa Glasgow Granada Graz Halifax Hamburg Hanoi Havana Houston Istanbul Jakarta Karachi Kiel Kingston Lagos
  Leeds Leipzig Leon Lille Lima Lincoln Linz London Lyon Madrid Malaga Manchester Manila Marseille Memphis Miami Milan
  Minsk Monaco Moscow Munich Nantes Naples Newcastle Nice Norwich Odessa Orlando Osaka Ottawa Oxford Palermo Paris
  Perth Phoenix Plymouth Portland Quebec Quito Reading Riga Rome Rotterdam Salem Salzburg Santiago Sheffield Singapore
  Sofia Stockholm Stuttgart Sydney Tampa Tehran Tokyo Toulouse Trieste Tunis Turin Utrecht Venice Verona Warsaw
  Wellington Windsor Winnipeg York Zagreb
  Argentina Australia Belgium Bolivia Brazil Bulgaria Cuba Denmark Ecuador Egypt England Estonia France Germany Ghana
  Greece Hungary Iceland India Iran Iraq Israel Italy Jamaica Jordan Latvia Lebanon Libya Malta Mexico Nepal Nigeria
  Oman Pakistan Panama Peru Poland Qatar Romania Russia Scotland Serbia Spain Sudan Sweden Syria Thailand Turkey
  Uganda Ukraine Vietnam Wales`)

/** Words for titles, things and searches. */
export const USUAL_WORDS = list(`
  about above action advice after again against agenda air alone along always amazing ancient angel animal anniversary
  answer apple april arrival article artist aspect august aunt author autumn available avenue average baby baking ball
  balance banana baseball basic bath battle beauty before begin behind below best better between big birth birthday
  biscuit black blood blue board body bone border boss bottom boy brain brave breath brief bright bring brother brown
  bug build building burn business busy butter buy cable call calm can capital car care carrot case cash cat cause
  cellar centre century chain chance change charge cheap check cheese cherry chess chicken child children chocolate
  choice christmas circle citizen city class classic clean clear client climate climb closed clothes cloudy coast code
  cold collection college colour comedy comfort coming common company complete computer condition contact content
  control cooking cool copper copy corner cotton country couple courage cousin cover cow cream crime crisp culture
  current custom cycle daily damage dark data daughter day dead deal december decision deep degree delay delivery
  demand design detail dinner direct dirty discount discovery discussion dish distance dog dollar double down dream
  driver driving dry dust duty early earth easter eastern easy economy edge edition education effort egg eight electric
  eleven email emergency empty energy english enough entry equal escape evening event every evidence example exchange
  exercise expert express extra eye face fact fair fall family famous fancy fashion fast father favour february federal
  feeling female few fiction fifteen fifty fight figure final finance finger fire first fish fishing fit five fix floor
  flour folk follow food foot football force foreign forty forward four free fresh friday friend friendly from front
  frozen fruit full fun funny funeral furniture future general gentle german ghost girl giving global goal gold good
  grand grape grass great greek grey ground group growth guard guide gym habit hair half hand handle hard harvest head
  health heart heat heavy hello help hero hidden high hiking history hobby hold holiday home honey honest hope horse
  hospital hot hour huge human hundred husband ice idea image indian indoor industry inside interest internal
  interview into iron issue italian january japanese jazz jewel job join joint juice july jump june junior just justice
  keeper kind king kitten knee knife knowledge labour lady land language large last late laugh laundry law leader
  league learning leather leave left legal lemonade less level liberty library life light like line lion lipstick list
  liquid little living local lock long look lost loud love low luck lunch machine made magic mail main maintenance make
  male man management mango maple march marine mark market marriage master material may meal meat media medical
  medicine meeting melody member memory menu metal method middle midnight milk million mind minor minute miss mission
  mobile model modern moment monday money monster month monthly moon more morning mother motor mouse mouth movie moving
  much mud music my mystery nail name narrow nation nature near neck neighbour nephew never new news next night nine
  noise none noon normal north nose note notes nothing november now number nurse nut ocean october office oil old
  olive once onion online only open opera opinion option orange orchestra order original other our outdoor outside over
  owner pack pain paint painting pair palace palm panel paper paradise parent parents parking part partner party past
  pasta path patient pattern peace peach peanut pear pencil penguin people pepper perfect period person pet phone
  physics pick piece pink pizza place plain planet planning plastic play player playground please pleasure plenty plum
  pocket poetry point police policy poor popular pork port position potato pottery power practice present press
  pressure pretty primary prince print prison private problem process product profit program progress promise property
  protest proud public pumpkin purple purpose quality quarter queen question quick quiet rabbit rain rainy random rare
  raw reading ready real reason recent red regional regular relaxing rent repair reply research rest result return
  reunion reward rice rich riding right rise risk road rock role romantic root rough round row royal rubber rule
  running rural safe safety sale salmon salt same sand saturday sauce saving school science sea second secret
  security seed senior september series serious service session seven shade shadow shape shared sharp sheep shelter
  shine shopping short shoulder show side sign signal silent silk silver simple single sister site six size skill skin
  sky sleep slice slow small smart smile smoke smooth snake snow social sock soft soil soldier solid son sound source
  southern space spanish special speech speed spicy spirit sport spring square staff stairs standard star start state
  station stay steak steel step stick still stone stop story straight strange strategy strawberry stream street
  strength strong student study style subject sugar summer summit sun sunday sunny supper support sure surprise sweet
  swimming system tail tale talk tall tax teacher technology teeth temple ten tennis test text thanks the theory thick
  thing things third thirty thousand three through thunder thursday tiger tight time tin tiny tired title today together
  tomato tomorrow tongue tonight tooth top total touch tour toward town track trade trading tradition traffic training
  transport travel treatment trick trouble true trust truth tuesday turkey twelve twenty twice twin two type under
  understanding union unit universe until up update upper urban urgent used useful user vacation valley value vanilla
  various vegetable version very victory video view visit visitor voice volume waiting walking wall warm warning
  washing water wave way wax weather website wedding wednesday week weekend weekly welcome western wet what white wide
  wife wild wind wine wing winner winter wire wise with without wolf woman wonder wooden wool word work worker working
  world wrong yard year yellow yesterday yoga young your zero zoo`)
