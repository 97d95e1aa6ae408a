"""The wording of generated drafts: four banks, of which the last is reported and was never tuned on.

By measure and status, the sentences of each bank: {H} holder, {T} target, {V} amount, {D} date, {N} the
name of a loan.
"""

from datetime import date

Bank = tuple[str, ...]

DATES = (date(2026, 1, 30), date(2026, 3, 30), date(2026, 5, 20), date(2026, 8, 3))
MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]
CURRENCIES = {
    "USD": ("${} {}", "US${}{}", "USD {} {}", "{} {} dollars"),
    "JPY": ("¥{} {}", "{} {} yen", "JPY {} {}"),
    "CNY": ("RMB {} {}", "{} {} yuan", "CNY {} {}"),
    "EUR": ("€{} {}", "{} {} euros"),
    "GBP": ("£{} {}", "{} {} pounds"),
}
SCALES = {1e12: ("trillion", "tn"), 1e9: ("billion", "bn"), 1e6: ("million", "mn"), 1.0: ("", "")}
MODALITIES = {
    "exactly": ("",), "about": ("about ", "roughly ", "around "), "up to": ("up to ", "as much as "),
    "at least": ("at least ",), "more than": ("more than ", "over "), "less than": ("less than ",),
    "below": ("below ",), "may": ("up to ",),
}  # fmt: skip

WORDING: dict[str, dict[str, tuple[Bank, ...]]] = {
    "investment": {
        "completed": (
            (
                "In {D}, {H} invested {V} in {T}.",
                "{H} put {V} into {T} in {D}.",
                "{H} completed an investment of {V} in {T} in {D}, according to a filing.",
            ),
            (
                "{H}, which paid {V} for shares of {T} in {D}, gave no details.",
                "In {D} a payment of {V} from {H} went into {T}.",
                "{H} spent {V} on shares in {T} in {D}.",
            ),
            (
                "{H} bought {V} worth of shares in {T} in {D}.",
                "{D}: {H} transfers {V} to {T} for new shares.",
                "{T} received {V} from {H} in {D}.",
            ),
            (
                "{H} handed over {V} to {T} in {D}.",
                "In {D} {T} sold new shares to {H} for {V}.",
                "{V} flowed from {H} into {T} in {D}.",
            ),
        ),
        "in talks": (
            (
                "{H} is in talks to invest {V} in {T}.",
                "{H} is considering an investment of {V} in {T}, people familiar with the matter said.",
            ),
            (
                "{H} and {T} are discussing an investment of {V}.",
                "{T} may receive {V} from {H}, with which it is negotiating.",
            ),
            (
                "{H} may invest {V} in {T}, two people briefed on the talks said.",
                "Talks on an investment of {V} by {H} in {T} are under way.",
            ),
            (
                "{H} could soon put {V} into {T}; negotiations continue.",
                "{H} is weighing whether to invest {V} in {T}.",
            ),
        ),
    },
    "commitment": {
        "announced": (
            (
                "{H} has agreed to invest {V} in {T}.",
                "{H} will invest {V} in {T}, it announced in {D}.",
            ),
            (
                "{H} has committed {V} to {T}.",
                "Under an agreement of {D}, {H} is to put {V} into {T}.",
            ),
            (
                "{H} signed up to invest {V} in {T} in {D}.",
                "{T} will get {V} from {H}, the two said in {D}.",
            ),
            (
                "{H} has pledged {V} to {T}.",
                "{T} can count on {V} from {H} under the contract of {D}.",
            ),
        ),
        "in talks": (
            (
                "{H} is in talks to invest {V} more in {T}.",
                "An additional investment of {V} in {T} is being considered by {H}.",
            ),
            (
                "{H} is weighing a further investment of {V} in {T}.",
                "{H} and {T} are negotiating over an additional {V}.",
            ),
            (
                "{H} is in discussions about investing {V} in {T}.",
                "{T} could get {V} more from {H}, which is in talks with it.",
            ),
            (
                "{H} might add {V} to what it has in {T}, if talks succeed.",
                "{H} is negotiating to invest a further {V} in {T}.",
            ),
        ),
    },
    "cumulative investment": {
        "completed": (
            (
                "In all, {H} has invested {V} in {T}.",
                "That brought {H}'s total investment in {T} to {V} by {D}.",
            ),
            (
                "{H}'s total investment in {T} came to {V} in {D}.",
                "By {D}, {H} had put {V} into {T} altogether.",
            ),
            (
                "{H} had invested a total of {V} in {T} by {D}.",
                "By {D}, {H}'s outlay on {T} had reached {V} in all.",
            ),
            (
                "Since it began, {H} had put a total of {V} into {T} by {D}.",
                "{H} had by {D} invested {V} in {T} all told, a total that includes every round.",
            ),
        ),
        "announced": (
            (
                "It will bring {H}'s total investment in {T} to {V}.",
                "In all, {H} will have invested {V} in {T}.",
            ),
            (
                "{H}'s total investment in {T} would then reach {V}.",
                "Altogether {H} will then have put {V} into {T}.",
            ),
            (
                "When all is paid, {H} will have invested a total of {V} in {T}.",
                "{H}'s cumulative investment in {T} rises to {V}.",
            ),
            (
                "That takes the total that {H} will have invested in {T} to {V}.",
                "All payments together, {H}'s total investment in {T} comes to {V}.",
            ),
        ),
    },
    "stake": {
        "completed": (
            ("In {D}, {H} held {V} of {T}.", "{H}'s stake in {T} was {V} in {D}."),
            ("As of {D}, {V} of {T} was owned by {H}.", "{H} owned {V} of {T} in {D}."),
            ("{H} had a {V} stake in {T} in {D}.", "Of {T}, {V} belonged to {H} in {D}."),
            (
                "{H} was a shareholder of {T} with {V} in {D}.",
                "In {D} {H} controlled {V} of the shares of {T}.",
            ),
        ),
        "announced": (
            ("{H}'s stake in {T} will be {V} once all is paid.", "{H} will then hold {V} of {T}."),
            (
                "The payments lift {H}'s shareholding in {T} to {V}.",
                "After that {H} will own {V} of {T}.",
            ),
            ("{H} ends up with {V} of {T}.", "The stake that {H} will hold in {T} comes to {V}."),
            (
                "When everything is paid, {H}'s share of {T} comes to {V}.",
                "{H} is to own {V} of {T}.",
            ),
        ),
    },
    "company value": {
        "completed": (
            ("{T} was valued at {V} in {D}.", "In {D} investors put the valuation of {T} at {V}."),
            ("The deal of {D} valued {T} at {V}.", "In {D}, {T} had a valuation of {V}."),
            ("Investors valued {T} at {V} in {D}.", "{T}'s valuation was {V} in {D}."),
            (
                "At {V}, {T} was more expensive than ever in {D}, going by its valuation.",
                "{T} commanded a valuation of {V} in {D}.",
            ),
        ),
        "in talks": (
            ("{T} seeks a valuation of {V}.", "{T} is in talks about a valuation of {V}."),
            (
                "A target valuation of {V} is being discussed for {T}.",
                "{T} is negotiating at a valuation of {V}.",
            ),
            ("{T} wants to be valued at {V}, according to people in the talks.",),
            (
                "{T} hopes for a valuation of {V}.",
                "The talks are about a valuation of {V} for {T}.",
            ),
        ),
    },
    "holding value": {
        "completed": (
            ("The fair value of {H}'s holding in {T} was {V} in {D}.",),
            ("In {D}, {H} carried its {T} holding at a fair value of {V}.",),
            ("{H}'s shares in {T} had a fair value of {V} at the end of {D}.",),
            ("In its accounts for {D}, {H} showed its stake in {T} at a fair value of {V}.",),
        )
    },
    "round size": {
        "completed": (
            ("{T} raised {V} in a round that closed in {D}.",),
            ("{T}'s funding round of {D} brought in {V}.",),
            ("In {D}, {T} closed a funding round of {V}.",),
            ("{T} took in {V} from investors in the round of {D}.",),
        ),
        "in talks": (
            ("{T} is seeking to raise {V} from investors.",),
            ("{T} is in talks with investors about a round of {V}.",),
            ("{T} is trying to raise {V}.",),
            ("{T} hopes to raise {V} in its next round.",),
        ),
    },
    "sale": {
        "completed": (
            (
                "{H} sold shares of {T} for {V} in {D}.",
                "In {D}, {H} raised {V} by selling {T} shares.",
            ),
            (
                "The sale of {T} shares in {D} brought {H} {V}.",
                "{H} offloaded {T} shares worth {V} in {D}.",
            ),
            (
                "In {D}, {H} cashed in {V} with the sale of its {T} shares.",
                "{H} got {V} for the {T} shares it sold in {D}.",
            ),
            (
                "{H} turned {T} shares into {V} of cash in {D} by selling them.",
                "In {D} {H} parted with {T} shares for {V}, selling them on the market.",
            ),
        )
    },
    "purchase price": {
        "completed": (
            ("{H} bought {T} for {V}.", "{H} spent {V} to acquire {T}."),
            ("{H}'s takeover of {T} cost it {V}.", "{H} paid {V} for {T} in {D}."),
            ("{H} acquired {T} in {D} for {V}.", "The acquisition of {T} by {H} was worth {V}."),
            (
                "{T} became part of {H} for {V}, the price of the takeover.",
                "For {V} {H} took over {T}.",
            ),
        ),
        "announced": (
            ("{H} has agreed to buy {T} for {V}.", "{H} plans to acquire {T} for {V}."),
            ("{H} is to pay {V} for {T}.", "{H} announced a takeover of {T} for {V}."),
            ("{H} agreed to a {V} purchase of {T}.", "{T} is to be bought by {H} for {V}."),
            ("The takeover of {T} will cost {H} {V}.", "{H} intends to buy {T} for {V}."),
        ),
    },
    "market value": {
        "completed": (
            ("{T} had a market value of {V} in {D}.",),
            ("In {D} the market value of {T} was {V}.",),
            ("Investors gave {T} a market capitalization of {V} in {D}.",),
            ("At the end of {D}, {T}'s market value came to {V}.",),
        )
    },
    "market value change": {
        "completed": (
            ("{T} lost {V} of market value in one day of {D}.",),
            ("{D} saw {V} of {T}'s market value wiped out in a day.",),
            ("In {D}, {T}'s market capitalization fell by {V} within a day.",),
            ("In one day of {D}, {V} of market value vanished at {T}.",),
        )
    },
    "ltv": {
        "completed": (
            ("{H}'s disclosed LTV stood at {V} in {D}.",),
            ("In {D}, {H} reported a loan-to-value ratio of {V}.",),
            ("LTV, as {H} discloses it, was {V} in {D}.",),
            ("{H} gave its LTV for {D} as {V}.",),
        )
    },
    "net asset value": {
        "completed": (
            ("{H}'s net asset value was {V} in {D}.",),
            ("In {D}, {H} put its NAV at {V}.",),
            ("{H} reported NAV of {V} for {D}.",),
            ("For {D}, {H}'s net asset value came out at {V}.",),
        )
    },
    "cash": {
        "completed": (
            ("{H} had {V} of cash in {D}.",),
            ("{H}'s cash came to {V} in {D}.",),
            ("In {D}, {H} held {V} in cash.",),
            ("There was {V} of cash on the books of {H} in {D}.",),
        )
    },
    "portfolio share": {
        "completed": (
            ("{T} made up {V} of {H}'s portfolio in {D}.",),
            ("In {D}, {T} accounted for {V} of {H}'s assets.",),
            ("The share of {T} in {H}'s portfolio was {V} in {D}.",),
            ("Of {H}'s portfolio, {V} was {T} in {D}.",),
        )
    },
    "amount to raise": {
        "estimate": (
            ("{H} would have to raise {V} through asset sales and margin loans.",),
            (
                "Asset sales and margin loans of {V} may be needed to keep {H}'s LTV under its limit.",
            ),
            ("To stay under its limit, {H} needs {V} from selling assets and from margin loans.",),
            (
                "{H} may be forced to find {V} from asset sales and margin loans to keep to its limit.",
            ),
        )
    },
}
LOANS: tuple[Bank, ...] = (
    ("{H} took out a {N} of {V} in {D}.", "In {D}, {H} signed a {N} of {V}."),
    ("The {N} of {D} gave {H} {V}.", "Banks lent {H} {V} in {D} in a {N}."),
    ("{H} borrowed {V} in {D} through a {N}.", "A {N} of {V} was granted to {H} in {D}."),
    ("In {D} banks granted {H} a {N} of {V}.", "{H} raised {V} by a {N} in {D}."),
)
NOISE: tuple[Bank, ...] = (
    (
        "The Nikkei 225 closed 0.8% higher on Thursday.",
        "Brent crude fell 1.2% to $71.40 a barrel.",
        "Oracle expects capital spending of $50 billion this year.",
        "The central bank left its rate at 0.75%.",
        "GPT-5 and Llama 3.1 405B were compared on 1,200 questions.",
        "A spokesman declined to comment.",
        "Samsung raised its dividend by 5% to 1,668 won.",
        "The euro traded at $1.17.",
        "Foxconn will spend $1.4 billion on a plant in Ohio with 800 workers.",
    ),
    (
        "The S&P 500 lost 0.4% after two days of gains.",
        "TSMC said sales rose 31.6% to NT$934 billion.",
        "Shares of the lender slipped 2.1% to 3,415 yen.",
        "The ministry put growth at 1.1% for the year.",
        "Siemens bought a software maker for €9.3 billion.",
        "The company did not answer questions.",
        "About 12,000 people work at the site in Texas.",
        "CoreWeave signed a contract worth $14.2 billion.",
        "Unemployment was 2.6%, little changed from a year ago.",
    ),
    (
        "The Topix ended 1.3% lower.",
        "Gold rose to $3,020 an ounce.",
        "Intel cut 15,000 jobs last year.",
        "The index of bank shares gained 6%.",
        "Meta said it would spend up to $72 billion on buildings and chips.",
        "Apple has sold 3 billion telephones.",
        "The yen weakened to 158.20 to the dollar.",
        "Neither side would say more.",
        "The fund manages 412 billion kroner and holds 1.5% of most listed companies.",
        "Rents in the city climbed 4.4%.",
        "A rival raised €1.7 billion at a valuation of €11.7 billion.",
    ),
    (
        "The Hang Seng gave up 0.6% before the holiday.",
        "Copper traded at $9,480 a tonne.",
        "A rival cut 4% of its 26,000 staff.",
        "The lender earned 912 billion yen in the year to March.",
        "Toyota recalled 1.1 million cars in the United States.",
        "Ministers want to double spending on chips to 10 trillion yen by 2030.",
        "A pension fund sold 2.2% of a Dutch bank for €1.3 billion.",
        "The index has risen by a fifth since spring.",
        "Nobody at the company would comment on the 14 offers it is said to have had.",
    ),
)
