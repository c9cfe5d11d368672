/** English abbreviations that are written with a full stop, without it. */

const words = (list: string): ReadonlySet<string> => new Set(list.split(' '));

/** Always followed by the name they belong to. */
export const TITLES = words(
  'Dr Drs Engr Mr Mrs Ms Mx Messrs Mmes Prof Profs Rev Hon Ste Sra Gen Col Maj Capt Cpt Cdr Lt Sgt Cpl Pvt Adm Gov Sen Rep Pres Supt Insp Amb Fr Msgr Atty Mt Ft Pt Rt Wm Geo Chas Thos Jas Jos Benj Edw',
);

/** Followed by a number. */
export const BEFORE_NUMBERS = words('No Nos no nos N° Nº p pp P Pp Tel tel Ext ext c est Rs rs Rp ver Ver v cl Cl ss fol fols Tab Sect id Id Const');

/** Followed by a number or the letter of a part: Fig. 3, App. B. */
export const BEFORE_NUMBERS_OR_LETTERS = words(
  'Fig Figs fig figs Vol Vols vol vols Ch Chap ch Sec sec Art art Eq Ed ed eds Para para Op op App app Ex Pt Bk Bldg Apt Rm Rms cmt cmts Pub',
);

/** Those that are also written in capitals alone, as headings and transcripts have them; the others are words of their own then. */
export const WITHOUT_CASE = words('dr mr mrs ms prof rev hon gen col capt lt sgt gov sen rep sec art fig vol ch para nos');

/** Followed by a number or a month: in Jan. 5, on Sun. Oct. 3. Before any other capital they end a sentence, and so do the words they look like. */
export const CALENDAR = words('Jan Feb Mar Apr Jun Jul Aug Sep Sept Oct Nov Dec Mon Tue Tues Wed Thu Thur Thurs Fri Sat Sun');

/** Behind a time of day: what still belongs to it. */
export const BEHIND_TIME = words(
  'Monday Tuesday Wednesday Thursday Friday Saturday Sunday Mondays Tuesdays Wednesdays Thursdays Fridays Saturdays Sundays Mon Tue Tues Wed Thu Thur Thurs Fri Sat Sun ET EST EDT CT CST CDT MT MST MDT PT PST PDT GMT UTC CET CEST BST IST AST Eastern Central Pacific Mountain Greenwich',
);

/** Names a single letter follows, which is no initial then: Team B, Vitamin C. */
export const LETTERED = words(
  'Team Group Plan Vitamin Vitamins Type Class Grade Option Figure Table Appendix Annex Exhibit Section Part Hepatitis Building Gate Terminal Platform Column Row Block Level Point Room Size Phase Schedule Series Serie Division Zone Area Category Question Answer Model ' +
    'team group plan vitamin vitamins type class grade option figure table appendix annex exhibit section part hepatitis building gate terminal platform column row block level point room size phase schedule division zone area category question answer model',
);

/** Measures: with a capital behind them they end a sentence. */
export const UNITS = words('ft in lb lbs oz mi hr hrs min sec kg km cm mm mph kph sq');

/** Where they stand before times and years and with nothing else, a sentence has only said when. */
export const WHEN = words(
  'at on in by from until till about around before after since and the of to a an early late just exactly only every each morning afternoon evening night noon day year ' +
    'monday tuesday wednesday thursday friday saturday sunday mon tue wed thu fri sat sun today yesterday tomorrow ' +
    'january february march april may june july august september october november december jan feb mar apr jun jul aug sep sept oct nov dec',
);

/** May end a sentence or stand in its midst: the next word tells. */
export const ANYWHERE = words(
  'etc al Inc Ltd Co Corp Bros LLC Pvt PVT Pty Assoc Asst Jr Sr Esq PhD Ph.D M.D B.A M.A U.S U.K U.N E.U U.S.A U.A.E D.C L.A a.m p.m A.M P.M B.C A.D B.C.E C.E St Dept Dist Assn Univ Gov Calif Mass Conn Fla Ill Ariz Colo Wash Penn Tenn Va Md Mich Minn Okla Ore Tex Econ Hist Sci Phys Chem Biol Psychol Sociol Philos Polit Educ Natl Intl',
);

/** Never end a sentence. */
export const WITHIN = words('e.g i.e P.S PS viz E.g I.e esp incl resp q.v n.b N.B vs Vs cf Cf ca Ca approx Approx Fed Civ Crim Evid Proc');

/** With a capital after an abbreviation these begin a sentence; names hardly ever do. */
export const OPENERS = words(
  'The A An This That These Those There Here He It She We They I You His Her Its Our Their My Your Nobody Everybody Somebody Anybody Everyone Someone Anyone Nothing Everything Something None Neither Either ' +
    'In On At By For From To With As After Before When While Since If Although Though Because Unless Whether Whereas Without Within Between Among Through Throughout Above Below Behind Beside Besides Beyond Inside Outside Instead Like Unlike ' +
    'But And Or So Yet Nor However Moreover Meanwhile Nevertheless Nonetheless Therefore Thus Hence Furthermore Otherwise Then Now Today Yesterday Tomorrow Later Soon Earlier Eventually Finally Recently Afterwards Sometimes Often Perhaps Maybe ' +
    'Some Many Most Several All Both Each Every Few No Not One Two Three Four Five Six Seven Eight Nine Ten What Why How Who Whose Where Which Another Other Others Despite According During Until Once Twice Only Even Still Also Such Never Always Just Too Yes Ok OK Okay Well Please Thanks Hi ' +
    'Use Try Remember Imagine Consider Avoid Ask Choose Click Remove Visit Contact Bring Send Make Take Get Go Keep Add Put ' +
    "Is Are Was Were Do Does Did Has Have Had Can Could Would Should Might Must Let It's It’s He's He’s She's She’s That's That’s There's There’s I'm I’m I've I’ve We're We’re They're They’re Don't Don’t",
);

/** After a quote they say who spoke. */
export const SPEECH = words(
  'said says asked asks cried replied answered shouted added wrote writes exclaimed whispered demanded told wondered yelled muttered explained insisted called screamed sobbed begged laughed murmured sighed inquired responded roared',
);

/** Brands written with an exclamation mark. */
export const BRANDS_WITH_MARK = words('ياهو Yahoo Jeopardy Yum Wham');
