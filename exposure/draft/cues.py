"""The words around a number: what it measures, how far a deal has come, who acts and who is acted on.

They are words of the language and of finance, never names: those come from the ledger.
"""

import re
from collections.abc import Mapping

from exposure.vocabulary import MAY_DO

__all__ = [
    "ACTED_ON",
    "CHANGE",
    "CHANGED",
    "CONVERTED",
    "CUES",
    "DESCRIBED",
    "DONE_BY",
    "FALL",
    "GETS",
    "IMAGINED",
    "MEASURES",
    "SALES_AND_LOANS",
    "SAME_DEAL",
    "SENSES",
    "SHARES_OF",
    "SPENDS",
    "STATUS",
    "SUPPOSED",
    "TELLING",
]

# What a limit is for; a number for one of these is never one for another.
_FOR = {
    "normal": r"as usual|as a rule|normal(?:ly)?|ordinar(?:y|ily)|usual(?:ly)?|calm(?:er)?|peacetime|everyday",
    "stress": r"emergenc\w+|stress(?:ed|ful)?|cris[ie]s|exceptional(?:ly)?|extraordinar(?:y|ily)"
    r"|turbulen\w+|turmoil|abnormal|hard times|extreme|anything but",
    "downgrade": r"downgrad\w+|trigger\w*|ratings? (?:\w+ ){0,4}(?:at risk|in danger|under pressure|in jeopardy|under review)"
    r"|(?:risk|lose|losing|jeopardi[sz]e|threaten|endanger|hit)\w* (?:\w+ ){0,3}rating|rating(?: \w+){0,2} (?:cut|lowered)"
    r"|(?:cut|lower|cost)(?:ting|ing|s|ed)? (?:[\w-]+ ){0,3}rating|rating agenc(?:y|ies) (?:would|could|might|may|will)",
}
SENSES = {name: re.compile(rf"\b(?:{words})\b", re.IGNORECASE) for name, words in _FOR.items()}

# Selling and borrowing in one breath: where money is to come from.
_SELLING = (
    r"(?:sell(?:s|ing)?|sales?|dispos\w+|divest\w+|monetis\w+|monetiz\w+|unload\w*|offload\w*)"
)
_BORROWING = r"(?:margin loans?|borrow(?:s|ings?)?|loans? (?:against|on|backed|secured)|lending|pledg(?:es?|ing)|new (?:debt|loans?))"
_OR = r"[^.;\d]{0,60}(?:,|\b(?:and|or|plus|as well as|along with|together with|with)\b)[^.;\d]{0,30}\b"
SALES_AND_LOANS = rf"{_SELLING}\b{_OR}{_BORROWING}|{_BORROWING}\b{_OR}{_SELLING}"

# As in: a limit that was raised to 5 billion.
_NOT_TO = r"(?! to (?:[a-z]+ ){0,2}[$\u20ac\u00a3\u00a5\d])"

# What a number may measure, by the words that say so. The names are those of the ledger.
MEASURES: Mapping[str, str] = {
    "cumulative investment": r"(?:the|its|their|whole|total) (?:bill|tab)|(?:total|full|entire|complete|whole) (?:investment|outlay|cost|amount|sum)s?|overall|all told|in (?:all|total)|altogether|cumulative(?:ly)?"
    r"|running total|every (?:payment|cheque|dollar)s? counted|combined (?:amount|sum|total)s?|(?:sum|amount|total) of all|sum of (?:(?!two |three |four |both )[\w'\u2019.-]+ ){0,5}?(?:payments|investments|cheques|instal?lments|transfers)|to date|so far|invested to date|combined investment|overall investment|aggregate|(?:taken|put|added) together|on completion|count(?:ed|ing) every",
    "investment": r"(?:shell|splash|fork|pa(?:y|id)|lay|laid)\w* out|cough\w* up|funded|to fund|contribut\w+|disburs\w+|funnel\w*|channel(?:s|l?ed|l?ing)|deploy(?:s|ed|ing)?|pump(?:s|ed|ing)?|stump(?:s|ed)? up|chip(?:s|ped)? in|infus\w+|sen[dt]s?|cash (?:call|injection)|subscri\w+|s[aiu]nk(?:s|ing)?|t(?:akes?|ook|aken|aking) in(?=[^.;]{0,20}\d)|plou?gh(?:s|ed|ing)?|plow(?:s|ed|ing)?|bankroll(?:s|ed|ing)?|hand(?:s|ed)? over|flow(?:s|ed)?|wired?|new shares|invest(?:s|ed|ing|ments?)?|inject(?:s|ed|ing|ion)?|put(?:s|ting)?(?! at\b)(?! (?:the|a|its) (?:fair |market |carrying )?(?:values?|valuation|price))|pour(?:s|ed|ing)?"
    r"|bets?|tranches?|instal?lments?|closings?|cheques?|checks?|pays?|paid|payments?|cost|transfer(?:s|red)?|receiv(?:es?|ed|ing)|gets?|got|spends?|spent|back(?:s|ed|ing)|(?:to|will|would|may|might|could) back",
    "commitment": r"sign(?:s|ed)? up for|approv(?:es|ed) an? (?:investment|payment)|agree[ds]? (?:[\w ]{1,25} )?to (?:provide|invest|inject|put|plough|pour|contribute|give)|count on|contract|commit(?:s|ted|ting|ments?)?|pledg(?:es?|ed|ing)|promis(?:es?|ed)|follow-on|earmark(?:s|ed)?",
    "stake": r"owned by|cap(?:itali[sz]ation)? table|of the equity(?! value)|stakes?|slices?|chunks?|sharehold(?:ings?|ers?)|own(?:s|ed|ing|ership|ers?)?|belong(?:s|ed)?|of the shares|hold(?:s|ing)?|held|interests? (?:of|in)|position in|shares? in(?! [^.;]{0,60}\b(?:portfolio|assets|(?-i:holdings)|NAV)\b)|in the hands of|leav(?:es?|ing) [^.;]{0,30}with|control(?:s|led)? (?=(?:(?:about|around|roughly|some|nearly|almost|over|more than) )?\d)"
    r"|shares? of(?! [^.;]{0,60}\b(?:portfolio|assets|(?-i:holdings)|NAV|revenue|sales|profit|market|costs?|spending)\b)",
    "company value": r"put(?:s|ting)? a (?:price|value|figure)|valu(?:ations?|ed|es|ing|e)|pric(?:ed|es) (?=[A-Z])|post-money|pre-money|price tag|(?<!\dbn )(?<!llion )(?<!llars )worth|peg(?:s|ged)|priced at",
    "holding value": r"(?:fair|book|carrying) value|carr(?:y|ied|ies) (?:at|its)|mark(?:s|ed) (?:at|its)|(?:stake|holding|shares)(?: \w+){0,3} valued|value of (?:its|the) (?:stake|holding)|(?:stake|holding|interest|position|shares) (?:[\w'.-]+ ){0,6}(?:put|entered|booked|shown|listed|carried|marked) at|(?:put|enter|book|show|list)\w* (?:its|the|their) (?:stake|holding|interest|position|shares) (?:[\w'.-]+ ){0,6}at|what (?:[\w.-]+ ){1,4}(?:own|ha[sd]|h[eo]ld)\w* (?:of|in) [^.;]{0,40}\b(?:put|entered|booked|shown|listed|carried|marked|worth)\b|(?:books|accounts) (?:of (?:[\w.-]+ ){1,3})?(?:show|list|carr|ha[sd]|put)\w*",
    "round size": rf"(?:funding|financing|fund-?raising|fundraise) ?(?:rounds?|plans?)?|rounds?|rais(?:es?|ed|ing){_NOT_TO}",
    "loan": r"loans?(?![- ]to[- ]value)|borrow(?:s|ed|ings?)?|credit (?:line|facility)|facilit(?:y|ies)|bridge|lend(?:s|ers?|ing)?|lent|bonds?|hybrids?|financing",
    "loan drawn": r"dr[ae]w(?:n|s)?|used(?! to\b)|us(?:es|ing) (?=[$€£¥\d])|utili[sz]ed|tapped|still owe[sd]?|drawdown|outstanding|repa(?:id|ys?)",
    "sale": r"let(?:s|ting)? go of|pull(?:s|ed|ing)? out of|bow(?:s|ed|ing)? out of|part(?:s|ed|ing) company with|clear(?:s|ed|ing)? out|g[eo]t(?:s|ting|ten)? rid of|ditch(?:es|ed|ing)?|jettison\w*|hiv(?:es?|ed|ing) off|sellers?|proceeds|yield(?:s|ed)|generated|raked in|t(?:ake|ook|aken|akes|aking) (?:[^.;\d]{0,40} )?to (?:the )?market|shed(?:s|ding)?|off the table|cash(?:ed|es|ing)? out|turn(?:s|ed|ing)? [^.;]{0,40}\b(?:shares|stock|stake) into|(?:cut|slimm?|reduc)\w* (?:\w+ ){0,3}(?:stake|holding|position)|,\s+(?:raising|earning|fetching|reaping|bringing in|yielding|collecting|generating|making)|liquidat\w+|monetis\w+|monetiz\w+|reali[sz](?:e[sd]?|ing|ation)|exit(?:s|ed|ing)?|dump(?:s|ed|ing)?|unw[io]und|unwind(?:s|ing)?|net(?:s|ted|ting)|par(?:ed|es|ing)(?: down)?|trim(?:s|med|ming)?|pocket(?:s|ed|ing)|(?:the|a|this|that|its) sale|(?:share|stock|stake|block)[- ]sales?|part(?:ed|s) with|s[eo]ld|went for|fetched|brought in|cashed in|sell(?:s|ing)?|sales? of|offload(?:s|ed|ing)?|divest(?:s|ed|ing|ments?)|unload(?:s|ed|ing)?|dispos(?:als?|es?|ed|ing)",
    "purchase price": r"chang(?:ed|es|ing) owners|considerations?|walk(?:s|ed|ing)? (?:away|off) with|closed on|price (?:paid )?(?:was|is|came|of)|sold to|went to|snap(?:s|ped|ping)? up|t(?:ake|ook|aken|akes|aking) (?:[\w'.-]+ ){0,4}over|t(?:ake|ook|aken|akes|aking) (?:\w+ )?control|part of|acqui(?:res?|red|ring|sitions?)|purchas(?:es?|ed|ing)|buy(?:s|ing|out)?|bought|takeover|take over|deal",
    "amount to raise": rf"{SALES_AND_LOANS}|(?:assets?|stakes?|shares?)(?: [\w,]+){{0,5}} margin loans?|margin loans?(?: [\w,]+){{0,4}} assets?|asset (?:sales?|disposals?)|selling assets|com(?:e|es|ing) up with|(?:asset )?sales and|disposals|selling assets|raise|needs?|(?:must|has to|have to|to) come from|come back|return to|monetis|monetiz",
    "ltv limit": rf"{_FOR['downgrade']}|(?:house|internal|in-house|group|company) rules?|times are (?:\w+ )?(?:normal|calm|good|quiet)|(?:calm|quiet|good) times|ordinary (?:times|circumstances|conditions)|normally|times of (?:stress|crisis)|thresholds?|ceiling|limits?|caps?(?! table)|capped|policy|line|normal times|emergenc\w+",
    "ltv": r"LTV|[Ll]oan[- ]to[- ][Vv]alue|[Ll]everage",
    "portfolio share": r"proportion|share of|of (?:the |its )?(?:equity|gross|asset) value of|account(?:s|ed|ing)? for|portfolio|(?<!net )asset value|of (?:its|the) (?:assets|holdings|NAV)|concentration",
    "maturity": r"settl\w+|redeem\w*|redemption|discharg\w+|retir\w+|until|back|payable|term|run(?:s|ning)? to (?=(?:the (?:end|start|middle) of |early |late |mid-?)?(?:20\d\d|(?:\d+ )?(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)))|refinanc\w+|replac(?:es?|ed|ing)|pa(?:y|ys|id|ying) (?:it |them )?(?:back|off)|matur(?:es?|ed|ity|ing)|f[ae]ll(?:s|ing)? due|due|repayable|expir(?:es?|y)|come due|repa(?:id|y|yment)",
    "net asset value": r"net asset value|NAV",
    # Of assets less net debt, it is not the debt that is told.
    "net debt": r"(?<!minus )(?<!minus its )(?<!minus the )(?<!less )(?<!less its )(?<!less the )(?<!deducting )(?<!after )net debt",
    "equity value": r"equity value",
    "cash": r"cash",
    "market value": r"market (?:value|cap|capitali[sz]ation)",
    "market value change": r"market (?:value|cap|capitali[sz]ation)|wiped|lost|loss|erased|one-day|in (?:a|one|a single) day",
    "share price change": r"shares?|stock|rose|fell|soar(?:ed|s)|jump(?:ed|s)|gain(?:ed|s)|climb(?:ed|s)",
    "project size": r"projects?|programme|program|expand|initiative|first phase|data cent(?:er|re)s?",
    "funding": rf"funding|total funding|raised{_NOT_TO}",
    "spending": r"spend(?:s|ing)?|spent|compute",
    "market size": r"market",
    "growth rate": r"growth|CAGR|grow(?:s|n|ing)?|grew|a year|annual(?:ly)?|increase",
    "price ratio": r"(?<!no )(?<!not )(?:higher|lower)|cheaper|dearer|expensive|costs?(?! (?:it|its|them|their|the \w+)\b)",
    "training cost": r"train(?:ing|ed)?",
    "price": r"tokens?|price|input|output",
    "economic interest": r"economic interest|interest|owned by",
    "shares held": r"shares",
    "share price": r"a share|per share|apiece|each|share price",
    "exchange rate": r"exchange rate|to the dollar|per dollar|a dollar",
}  # fmt: skip
CUES = {
    name: re.compile(rf"\b(?:{words})\b", 0 if name == "ltv" else re.IGNORECASE)
    for name, words in MEASURES.items()
}

# "Neither would comment", "that could not be learned": of the reporting, and not of the deal.
_COMMENT = r"(?:not )?(?:immediately )?(?:be (?:reached|learned|named|quoted|identified|drawn|verified|confirmed)|comment|say|elaborate|disclose|reveal)\b"
# How far a deal has come, as told; the furthest first.
STATUS: Mapping[str, str] = {
    "talks": r"under discussion|talk(?:s|ing|ed) (?:about|of)|th(?:ink\w*|ought) (?:about|of)|toy\w* with|in (?:advanced |early )?discussions|(?:talks|negotiations)(?! [^.;]{0,90}(?:conclu|complet|end|finish))|contemplat\w+|sounding out|court(?:s|ed|ing)|on the table|early stage|close to|nearing|near(?:s)? a deal|study(?:ing)?|studies|eye(?:s|ing|d)?|eyeing|moot(?:s|ed)|ponder\w*|preliminary|exploratory|hop(?:es?|ed|ing) (?:to|for)|want(?:s|ed|ing)? to|undecided|shouldconsider(?:s|ed|ing)|negotiat\w+|discuss\w*"
    r"|weigh(?:s|ed|ing)|seek(?:s|ing)|mull(?:s|ed|ing)|explor(?:es|ed|ing)|potential(?:ly)?|possib(?:le|ly|ility)"
    rf"|would(?! {_COMMENT})|" + MAY_DO + rf"|might|could(?! {_COMMENT})|if|proposed|rumou?red|evaluat\w+|trying to|looking to|(?:not|yet|to be) (?:yet )?(?:been |be )?final\w*|(?:no|not|n't) \w+ final\w*",
    "planned": r"agree(?= to)|undert(?:ake[sn]?|aking|ook)|vow(?:s|ed)?|bound to|await(?:s|ing|ed)?|pending|slated|scheduled|yet to|still to|forthcoming|upcoming|definitive agreement|plan(?:s|ned|ning)?|will|agree(?:s|d)|announce(?:s|d)|is to|are to|set to|due to|sign(?:s|ed)|pledge[sd]?|commit(?:s|ted|ment)?"
    r"|promise[sd]?|expect(?:s|ed)|aims?|invests|buys|acquires|pays|sells|borrows|injects|pours"
    r"|intend(?:s|ed)|prepar(?:es|ed|ing)|once|finali[sz]ing",
    "done": r"(?:done|through|finished) with|after (?:paying|spending|handing)|(?:ha(?:s|ve|d) )?gone through|went through|goes through|in the bag|secure[sd]|obtained|landed|lands|walk(?:s|ed) (?:away|off) with|(?:bec[ao]me|is|are)(?: now)? the (?:\w+ )?owners?|(?:is|are|has|have) (?:now )?(?:become )?(?:\w+ )?owners?|owners? (?:of [^.;]{0,40}? )?(?:is|are) now|bec[ao]me (?:\w+ )?(?:owner|parent|subsidiary)|(?:bec[ao]me|is now|are now) (?:an? |the )?(?:[\w-]+ ){0,2}(?:owner|parent|subsidiary|unit|part of)|now (?:owns|belongs|controls)|invested|sealed|acquired|snapped up|picked up|took over|taken over|ploughed|sank|sunk|disbursed|contributed|received|has been (?:\w+ )?(?:made|done|taken over)|finali[sz]ed|wrapped up|concluded|clinched|has (?:\w+ )?(?:bought|sold|paid|put|acquired|taken|raised|closed|completed|spent|invested|borrowed|poured)"
    r"|completed?|closed|paid|acquired|bought|sold|spent|poured|injected|borrowed|finished|wired|handed over|settled",
}  # fmt: skip
TELLING = {
    # What is being bought, or is to be, has not been.
    name: re.compile(
        (r"(?<!being )(?<! be )(?<!not )" if name == "done" else "") + rf"(?<!-)\b(?:{words})\b",
        re.IGNORECASE,
    )
    for name, words in STATUS.items()
}

# What is only supposed: "if", "would", and a reckoning that the reader is asked to make.
SUPPOSED = re.compile(
    r"\b(?:would|if|were to|assum\w+|suppos\w+|given)\b"
    r"|^\W*with [^,;]{0,40}\bvalued at\b|^\W*(?:pay|take|value|say|put|imagine|multiply|apply|price|reckon|own|hold)\b",
    re.IGNORECASE,
)
IMAGINED = re.compile(r"^\W*(?:own|hold|take|imagine|say|suppose|multiply|reckon)\b", re.IGNORECASE)
CHANGE = re.compile(
    r"\b(?:rose|risen|rises?|rising|f[ae]ll(?:en|s|ing)?|grew|grow(?:n|s|ing)?|climb(?:ed|s|ing)?|dropp?(?:ed|s|ing)?"
    r"|jump(?:ed|s|ing)?|soar(?:ed|s|ing)?|surg(?:ed?|es|ing)|slipp?(?:ed|s|ing)?|los[et]s?|gain(?:ed|s|ing)?|(?<!built )(?<!build )(?<!set )(?<!took )up|down|by|put(?:s|ting)? on"
    r"|(?:rise|increase|gain|jump|growth|surge|fall|drop|decline|cut|premium|discount|leap|uplift|climb|advance) (?:of|was|is)"
    r"|swell(?:ed|s|ing)?|swollen|leap(?:t|ed|s|ing)?|expand(?:ed|s|ing)?|balloon(?:ed|s|ing)?|rocket(?:ed|s|ing)?|appreciat(?:ed?|es|ing)"
    r"|increas(?:ed?|es|ing)|decreas(?:ed?|es|ing)|add(?:ed|s|ing)?|advanc(?:ed?|es|ing)|declin(?:ed?|es|ing)|plung(?:ed?|es|ing)|shed(?:s|ding)?)\s+"
    r"(?:(?:by|some|about|roughly|nearly|around|almost|approximately|as much as|more than|over|a"
    r"|an|another)\s+)*$",
    re.IGNORECASE,
)
CHANGED = re.compile(
    r"\s*(?:-|\b)(?:increase|rise|gain|jump|growth|surge|fall|drop|decline|cut|leap|uplift|climb|advance|higher|lower|up|down"
    r"|more than|less than|above|below|(?:more|less)(?=\s*(?:[.,;)]|$)))\b",
    re.IGNORECASE,
)
FALL = re.compile(
    r"\b(?:f[ae]ll(?:en|s|ing)?|dropp?(?:ed|s|ing)?|slipp?(?:ed|s)|lost|down|declin\w+|decreas\w+"
    r"|cut|lower|less|below|plunged|shed|discount)\b",
    re.IGNORECASE,
)
ACTED_ON = re.compile(
    r"\b(?i:acquir\w+|snap(?:s|ped|ping) up|t(?:ake|ook|akes|aken|aking) over|pick(?:s|ed|ing) up|buy(?:s|ing|out)?|bought|(?<!first )(?<!last )(?<!its )(?<!the )(?<!that )(?<! a )purchas\w+|s[eo]ld|sell(?:s|ing)?|back(?:s|ed|ing)?|fund(?:s|ed|ing)?|financ(?:es?|ed|ing)"
    r"|valu(?:es|ed|ing)|than|for|stake in|sales? of|shares? (?:of|in))\s+(?:[a-z]+\s+|US\s+|U\.S\.\s+){0,5}$"
    r"(?<!\b(?:that|what)\s)(?<!\bwhich\s)"  # "all that Acme bought": it buys
)
DESCRIBED = re.compile(
    r"\b(?:in|into|on|for|of|at)\s+(?:[\w'\u2019.-]+\s+){0,4}(?:maker|designer|company|group|firm"
    r"|start-?up|operator|owner|giant|developer|rival|lab|unit|business|division|specialist"
    r"|manufacturer)\s+$"
)
SHARES_OF = re.compile(r"\s+(?:shares?|stock|equity|stakes?|holdings?|position)\b")
DONE_BY = re.compile(
    r"\b(?:held|owned|led|backed|provided|lent|paid|put (?:up|in)|invested|pledged|promised|committed|contributed|injected|spent|handed over|given|borrowed|taken out|raised|counted|controlled|bought|acquired|purchased|taken over|sold|signed|arranged|made|belong(?:s|ed|ing)?|attributed|ascribed)"
    r" (?:by|to) (?:the )?$"
    r"|\b(?:in the hands|the property|in the possession|under the control) of (?:the )?$"
    r"|\b(?:sold|sells|issued|issues|allotted) (?:[\w'\u2019-]+ ){1,4}to (?:the )?$"
)
GETS = re.compile(
    r"\b(?:t(?:akes?|ook|aken|aking) in|drew|draw[ns]|reach(?:es|ed)|arriv(?:es?|ed)|came|gets?|got|receiv\w+|raises?|raised|wins?|won|secur\w+|obtain\w*)\b"
)
SPENDS = re.compile(
    r"\b(?:pays?|paid|paying|spends?|spent|spending|invest(?:s|ed|ing)?|buys?|bought|orders?|ordered|rents?)\b"
)
CONVERTED = re.compile(
    r"\s*(?:[(\[,=≈/\u2013\u2014]|\b(?:or|equal|equivalent|worth|is|are|was|were|makes)\b)\s*"
    r"(?:\b(?:the|or|equal|equivalent|of|to|which|that|this|is|was|being|worth|converts?|converted|translates?|comes?|amounts?|works out at|i\.e\.|about|approximately|approx\.?"
    r"|roughly|around|some|nearly|almost|just|over|under|more|less|than|then|at the time|today)\s*)*[~≈=]?(?:约合?)?\s*"
)
# What was named before, without its names: "the unsecured loan".
SAME_DEAL = re.compile(
    r"\b(?:[Tt]he|[Tt]his|[Tt]hat|[Tt]hese|[Tt]hose)\s+(?:[$\u20ac\u00a3\u00a5][\d.,]+ ?\w*illion\s+)?"
    r"(?:[\w'\u2019-]+\s+){0,2}(?:investments?|deals?|loans?|facilit(?:y|ies)"
    r"|stakes?|holdings?|payments?|projects?|rounds?|purchases?|sales?|mone?y|commitments?|tranches?|instal?lments?"
    r"|acquisitions?|takeovers?|totals?|sums?|amounts?|plans?|talks|valuations?|start-?up|company|maker|bills?|tab|costs?|prices?"
    r"|proceeds|bridge|borrowings?|debt|transactions?|transfers?|disposals?|bets?|tally|shares|stock|cheques?|chip ?maker|firm|lab"
    r"|buyer|seller|borrower|purchaser|acquirer|closings?|steps?|injections?|infusions?|contributions?|outlays?|stages?|portions?)\b"
)
