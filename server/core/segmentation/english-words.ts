/** English abbreviations that are written with a full stop, without it. */

const words = (list: string): ReadonlySet<string> => new Set(list.split(' '));

/** Always followed by the name they belong to. */
export const TITLES = words(
  'Dr Mr Mrs Ms Mx Messrs Mmes Prof Rev Hon St Ste Sr Sra Gen Col Maj Capt Cpt Cdr Lt Sgt Cpl Pvt Adm Gov Sen Rep Pres Supt Insp Amb Fr Msgr Sheikh Atty Mt Ft Pt Rt',
);

/** Followed by a number or what is referred to. */
export const BEFORE_NUMBERS = words(
  'No Nos no nos Fig Figs fig figs Vol Vols vol vols p pp P Pp Ch Chap ch Sec sec Art art Eq Ed ed eds Para para Tel tel Ext ext ca c Op op Vs vs v cf Cf approx est',
);

/** May end a sentence or stand in its midst: the next word tells. */
export const ANYWHERE = words(
  'etc al Inc Ltd Co Corp Bros LLC Jr Sr Esq PhD Ph.D M.D B.A M.A U.S U.K U.N E.U U.S.A U.A.E D.C L.A a.m p.m A.M P.M B.C A.D B.C.E C.E Jan Feb Mar Apr Jun Jul Aug Sep Sept Oct Nov Dec Mon Tue Tues Wed Thu Thur Thurs Fri Sat Sun Ave Blvd Rd Hwy Dept Assn Univ Gov Calif Mass Conn Fla Ill Ariz Colo Wash Penn Tenn Va Md Mich Minn Okla Ore Tex ft in lb oz mi hr hrs min sec kg km cm mm',
);

/** Never end a sentence. */
export const WITHIN = words('e.g i.e viz E.g I.e esp incl resp q.v n.b N.B');

/** With a capital after an abbreviation these begin a sentence; names hardly ever do. */
export const OPENERS = words(
  'The A An This That These Those There Here He She It We They I You His Her Its Our Their My Your In On At By For From To With As After Before When While Since If Although Though Because But And Or So Yet However Moreover Meanwhile Nevertheless Then Now Today Yesterday Some Many Most Several All Both Each Every No Not One Two What Why How Who Where Which Another Other Despite According During Until Once Only Even Still Also Such',
);

/** After a quote they say who spoke. */
export const SPEECH = words(
  'said says asked asks cried replied answered shouted added wrote writes exclaimed whispered demanded told wondered yelled muttered explained insisted called',
);

/** Brands written with an exclamation mark. */
export const BRANDS_WITH_MARK = words('ياهو Yahoo Jeopardy Yum Wham');
