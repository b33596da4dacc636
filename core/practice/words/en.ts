import type { WordLists } from './lists.ts'

const list = (text: string): string[] => text.split(';').map((word) => word.trim())

export const WORDS_EN: WordLists = {
  cities: list(
    'Oslo;Lisbon;Toronto;Nairobi;Kyoto;Prague;Bergen;Chicago;Melbourne;Dublin;Vienna;Seville;Boston;Cape Town;Helsinki;Montreal;Porto;Edinburgh;Zurich;Denver;Kraków;Ghent;Auckland;Bologna;Seattle;Valencia',
  ),
  countries: list(
    'Norway;Portugal;Canada;Kenya;Japan;Ireland;Austria;Spain;Finland;New Zealand;Chile;Morocco',
  ),
  districts: list(
    'Old Town;Riverside;the harbour;Kensington;Brooklyn;Södermalm;Le Marais;Kreuzberg;the West End;Little Italy;Camden;Trastevere',
  ),
  streets: list(
    '14 Mill Lane;221 Garden Street;8 Harbour Road;57 Elm Avenue;3 Station Square;90 Lakeview Drive;12 Church Hill',
  ),
  people: list(
    'Anna Berg;Daniel Okafor;Maria Lopes;Tom Whitaker;Priya Nair;Lucas Meyer;Emily Carter;Omar Haddad;Sofia Rossi;James Lindqvist;Grace Kim;Peter Novak;Hannah Doyle;Ravi Menon;Clara Jensen;Samuel Ortiz',
  ),
  companies: list(
    'Northwind Foods;Blue Heron Media;Lumen Works;Harbour & Sons;Pinecrest Labs;Atlas Freight;Silver Birch Studio',
  ),
  rooms: list(
    'the living room;the bedroom;the kitchen;the bathroom;the study;the hallway;the guest room;the nursery',
  ),
  events: list(
    'Dentist appointment;Team lunch;Project kick-off;Piano lesson;Budget review;Yoga class;Coffee with Maria;Parents’ evening;Design workshop;Car inspection;Book club;Flat viewing;Quarterly planning;Birthday dinner',
  ),
  spots: list(
    'Room 204;the town library;Café Nord;the main office;the sports centre;Meeting room B;the old mill',
  ),
  subjects: list(
    'Notes from our meeting;Change of plans;Invoice for March;Travel dates;Question about the contract;Slides for Monday;Garden party;Keys to the flat;Draft for your comments;Thank you;Next rehearsal',
  ),
  messages: list(
    'I will be ten minutes late.;The documents are ready for you.;Could we meet one hour earlier?;Thank you for your help last week.;The delivery has arrived safely.;I have booked the tickets for us.;Please send me the latest figures.;The meeting is moved to the large room.;That works for me.;I will call you in the afternoon.',
  ),
  searches: list(
    'electricity contract;holiday photos;tax return;concert tickets;apartment lease;school trip;invoice;garden plan;bicycle repair;meeting minutes;recipe;insurance',
  ),
  products: list(
    'wireless headphones;hiking boots;desk lamps;coffee grinders;rain jackets;yoga mats;board games;electric kettles;travel pillows;notebook stands;running shoes;cast iron pans;bird feeders;baby monitors',
  ),
  noteTitles: list(
    'Gift ideas;Trip to the coast;Wi-Fi at the cabin;Books to read;Paint colours;Meeting summary;Things to pack;Plant care;Car service;Ideas for the blog',
  ),
  noteTexts: list(
    'Water the ferns twice a week.;Ask about the spare key.;The red folder holds the receipts.;Bring sunscreen and a hat.;Try the bakery next to the station.;The warranty runs for two more years.;Start with the second chapter.;Call before noon, the office closes early.',
  ),
  folders: list('Family;Work;Travel;House;Ideas;Recipes'),
  tasks: list(
    'Buy stamps;Renew the passport;Water the plants;Call the plumber;Return the library books;Back up the laptop;Pay the gym fee;Order printer paper;Clean the windows;Prepare the slides;Pick up the parcel;Change the bed sheets',
  ),
  timers: list('pasta;tea;laundry;bread;a nap;the roast;stretching;homework'),
  references: list('Rent for May;Concert tickets;Shared dinner;Birthday gift;Books;Train fare;Garden tools'),
  skies: list(
    'clear sky;light rain;overcast;scattered clouds;fog in the morning;thunderstorms;snow showers;sunny spells',
  ),
  pollutants: list('fine particles (PM2.5);ozone;nitrogen dioxide;coarse particles (PM10)'),
  airlines: list('Nordic Air;Blue Wing;Atlantic Connect;Sunline;Meridian Air'),
  hotels: list(
    'Hotel Linden;Harbour House;The Green Lantern;Station Hotel;Villa Aurora;Park Residence;The Old Mill Inn',
  ),
  places: list(
    'The Copper Pot;Blue Door;Maple Corner;Riverside House;Number Nine;The Quiet Garden;Old Bridge;Sunny Side',
  ),
  shops: list('Trailhead;Homely;Brightside;Evergreen;Nordlys;Kestrel'),
  colors: list('blue;green;red;white;black;yellow;grey'),
  genres: list('jazz;comedy;drama;rock;documentary;classical;thriller'),
  teams: list('Rovers;Harbour City;Red Lions;Northern Stars;Lakeside United'),
  adjectives: list('quiet;modern;classic;small;bright;popular;simple'),
  foods: list('mushroom risotto;lentil soup;apple pie;grilled salmon;pumpkin curry;potato salad'),
  sports: list('football;tennis;basketball;swimming;cycling;volleyball'),
  remarks: list(
    'checked and confirmed by the morning shift;no change since the last reading;entered by hand, copy kept on file;within the usual range for this season;forwarded to the next desk for review;matched with the earlier entry',
  ),
}
