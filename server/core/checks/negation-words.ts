/** English that denies: by the words for no and not, by its meaning, or by its form. */

const STRONG = "\\b(?:not|no|never|none|nothing|nobody|nor|neither|cannot|nowhere|no-one)\\b|n['’]t\\b";

const BY_MEANING =
  '\\b(?:without|unable|fail(?:s|ed|ing|ures?)?|refus\\w*|reject\\w*|den(?:y|ies|ied|ying|ial)|declin\\w*|lack\\w*|absen\\w*|hardly|barely|scarcely|rarely|seldom|few|fewer|less|avoid\\w*' +
  '|prevent\\w*|prohibit\\w*|forbid\\w*|forbade|bann?(?:ed|s|ing)?|stop(?:s|ped|ping)?|except\\w*|other than|rather than|instead|unless|far from|ceas\\w*|los(?:e|es|ing|t)' +
  '|zero|exempt\\w*|nil|exclud\\w*|ignor\\w*|unlike|neglect\\w*|doubt\\w*|abstain\\w*|oppos\\w*|out of|overlook\\w*|anything but|yet to|remains to|free (?:of|from)|little|otherwise|or else|short of|void' +
  '|miss(?:ed|es|ing)?|end(?:ed|s)?|outside|beyond|against|too)\\b';

/** Roots that deny behind in-, im-, il-, ir-, dis-, mis-, a-: most words that begin so deny nothing (include, important, discuss, mission). */
const DENIED = {
  in:
    'ab(?:le|il)|acc(?:ur|ess)|acti|adequa|admiss|advertent|alienab|animate|appropriat|apt|articulat|attent|audib|calculab|capa|compar|compat|compet|complet|compreh|conceiv|conclus|congru|consequen|consider|' +
    'consist|consolab|conspic|contest|controvert|conven|corrig|corrupt|correct|cred|curab|decen|decis|defens|defin|delib|describ|destruct|determin|differen|digest|direct|discreet|discriminat|dispens|' +
    'disput|dissol|distinct|divisib|domit|edib|effab|effect|effic|eleg|eligib|ept|equal|equit|escapab|evit|exact|excus|exhaust|exorab|expens|experienc|explic|extric|fallib|fertil|finit|firm|flexib|formal|' +
    'frequen|grat|hospit|human|imit|justic|just\\b|noc|numer|oper|opportun|organic|san[ei]|satiab|secur|sens|separ|signif|sincer|solub|solv|stab|subordin|suffer|suffic|superab|support|surmount|tangib|temper|tolera|' +
    'tract|transig|valid|variab|vincib|visib|volun|vulner',
  im: 'mobil|matur|measur|material|modest|moral|mortal|mutab|palpab|partial|passab|passiv|patien|penetra|perfect|perman|permeab|permiss|person|plausib|polite|ponder|possib|potent|practic|precis|probab|proper|prud|pur',
  il: 'legal|legib|legitim|liberal|licit|literate|literac|logic',
  ir: 'ration|reconcil|recover|redeem|refut|regular|relevan|relig|remed|remov|repar|replac|repress|resist|resolut|respect|respons|retriev|revers|revoc',
  dis:
    'ab(?:l|il)|advantag|affect|agree|allow|appear|appoint|approv|arm|avow|band|barr|belie|claim|comfort|connect|content|continu|courag|credit|dain|engag|enfranchis|favo|grac|harmon|honest|honou?r|inclin|' +
    'interest|like|loyal|mantl|obe|organi|own|pass|pleas|prov|qualif|quiet|regard|reput|respect|satisf|similar|suad|trust|us(?:e|ed)\\b|unit',
  mis: 'align|behav|calcul|conduct|fortun|guid|handl|inform|interpret|judg|lead|led|manag|match|nam|plac|quot|represent|spell|spelt|tak|took|trust|understand|understood|us(?:e|ed|ing)\\b',
  a: 'cellular|chromatic|gnostic|historic|moral|periodic|political|septic|sexual|social|symmetr|symptomatic|theis|typical',
};
const BY_FORM = [
  ...Object.entries(DENIED).map(([prefix, roots]) => `\\b${prefix}(?:${roots})[a-z]*`),
  '\\bun-?(?!ion|it|ivers|iform|ique|der|til|animous|icorn|if[iy]|ilater|isex|isono|esco|icef|cle\\b|cles\\b|dulat)[a-z]{4,}',
  '\\bnon-?(?!e\\b|etheless)[a-z]{4,}',
  '\\b[a-z]{3,}less(?:ly|ness)?\\b',
  '\\b[a-z]{3,}-free\\b',
];

export const STRONG_ENGLISH = new RegExp(STRONG, 'gi');
/** The strong ones among them. */
export const DENYING_ENGLISH = new RegExp([STRONG, BY_MEANING, ...BY_FORM].join('|'), 'gi');
