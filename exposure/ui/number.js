// A box for a number. The browser's own drops a comma without a word, so that 4,5 becomes 45, and keeps
// what is out of range while nothing follows it. Ours reads both decimal signs, and what it cannot take
// it says in a sentence and takes out of the box.
const KEYS = {
    ArrowRight: 1, ArrowUp: 1, ArrowLeft: -1, ArrowDown: -1, PageUp: 10, PageDown: -10,
    Home: -Infinity, End: Infinity,
};
const NUMBER_TYPED = /^-?(\d+[.,]?\d*|[.,]\d+)$/;
const THOUSAND_OR_DECIMAL = /^-?[1-9]\d{0,2},\d{3}$/;
const THOUSANDS = /^-?[1-9]\d{0,2}((,\d{3})+\.\d+|(,\d{3}){2,})$/;
const SIGNS = { USD: "$", JPY: "¥", EUR: "€", percent: "%" };

// What is typed without the unit, which the page prints beside every number.
function withoutUnit(typed, unit) {
    const words = unit.split(" ").flatMap((word) => [word, SIGNS[word]]).filter(Boolean);
    const bare = words.reduce((text, word) => text.replace(new RegExp(`(?<![a-z])${word.replace("$", "\\$")}(?![a-z])`, "i"), ""), typed);
    return bare.replace(/\s/g, "").replace("−", "-");
}

// The number that is typed, or why it is not taken.
function numberIn(typed, { low, high, unit }) {
    const told = withoutUnit(typed, unit);
    const words = THOUSANDS.test(told) ? told.replaceAll(",", "") : told;
    if (THOUSAND_OR_DECIMAL.test(words))
        return `${typed} can be ${words.replace(",", "")} or ${Number(words.replace(",", "."))}: type it without the comma.`;
    if (!NUMBER_TYPED.test(words)) return `“${typed}” is not a number: type it like 1234.5.`;
    const value = Number(words.replace(",", "."));
    if (value > high) return `${typed} is above the highest value, ${high}${unit && ` ${unit}`}.`;
    if (value < low) return `${typed} is below the lowest value, ${low}${unit && ` ${unit}`}.`;
    return value;
}

// Take what is typed in a box, or say why not and put back what holds.
function typedIn(box, range, now, told, take) {
    const found = box.value.trim() ? numberIn(box.value, range) : now;
    const refused = typeof found === "string";
    box.value = refused ? now : found;
    told.textContent = refused ? `${found} It stays at ${now}${range.unit && ` ${range.unit}`}.` : "";
    if (refused) told.scrollIntoView({ block: "nearest" });
    else if (found !== now) take(found);
}

// The steps that a key asks for; sideways it moves within what is typed.
function stepsOf({ key, target, ctrlKey, metaKey, altKey }) {
    const inside = target.type === "text" && /Left|Right|Home|End/.test(key);
    return ctrlKey || metaKey || altKey || inside ? undefined : KEYS[key];
}

// The next value on a grid, a number of steps away.
function stepped({ low, high, step }, value, steps) {
    const at = (value - low) / step;
    const near = steps > 0 ? Math.floor(at + 1e-9) : Math.ceil(at - 1e-9);
    return clean(Math.min(high, Math.max(low, low + step * (near + steps))));
}

function snapped({ low, high, step }, value) {
    if (value >= high) return high;
    return clean(Math.min(high, low + step * Math.round((value - low) / step)));
}

function clean(value) {
    return Number(value.toPrecision(12));
}
