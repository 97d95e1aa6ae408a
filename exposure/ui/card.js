// One number with its label, and under it how far it is from what it is held against. Pressing the
// number asks the server what it is made of. Text only changes where it has changed.
function put(parent, tag, name) {
    const made = document.createElement(tag);
    made.className = name;
    parent.append(made);
    return made;
}

function say(element, words) {
    if (element.textContent !== words) element.textContent = words;
}

export default function ({ data, parentElement, setTriggerValue }) {
    const { label, value, under, opener } = JSON.parse(data);
    let parts = parentElement.parts;
    if (!parts) {
        const named = put(parentElement, "p", "card-label");
        const button = put(put(parentElement, "div", opener), "button", "card-value");
        button.type = "button";
        parts = parentElement.parts = { named, button, lines: put(parentElement, "p", "card-under") };
    }
    parts.button.onclick = () => setTriggerValue("opened", true);
    say(parts.named, label);
    say(parts.button, value);
    while (parts.lines.children.length > under.length) parts.lines.lastChild.remove();
    under.forEach(([words, tone], n) => {
        const line = parts.lines.children[n] ?? put(parts.lines, "span", "");
        if (line.className !== tone) line.className = tone;
        say(line, words);
    });
}
