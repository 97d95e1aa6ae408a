// Elements as plain data, and how the page becomes what they say: all that is as it was stays.
function h(tag, attributes, ...children) {
    const told = children.flat(2).filter((x) => x || x === 0);
    return { tag, attributes, children: told.map((x) => (x.tag ? x : `${x}`)) };
}

// What is set otherwise than as an attribute.
const SETTERS = {
    key: (node, value) => (node.key = value),
    press: (node, value) => (node.dataset.press = value),
    figure: (node, value) => (node.figure = value),
    pictures: (node, value) => (node.pictures = value),
    open: (node, value) => (node.open = value),
    value: (node, value) => (node.value = value),
    range: (node, value) => (node.range = value),
};

function set(node, name, value) {
    if (SETTERS[name]) SETTERS[name](node, value);
    else if (value === undefined || value === false) node.removeAttribute(name);
    else node.setAttribute(name, value === true ? "" : value);
}

function paint(parent, wanted) {
    wanted.forEach((one, place) => {
        let node = parent.childNodes[place];
        if (typeof one === "string") {
            if (node?.nodeType !== Node.TEXT_NODE) parent.insertBefore(document.createTextNode(one), node ?? null);
            else if (node.data !== one) node.data = one;
            return;
        }
        const { tag, attributes, children } = one;
        const same = (x) => x.localName === tag && x.key === attributes.key;
        if (!node || !same(node)) {
            const found = [...parent.childNodes].slice(place).find(same) ?? document.createElement(tag);
            parent.insertBefore(found, node ?? null);
            node = found;
        }
        const told = node.told ?? {};
        for (const name of Object.keys({ ...told, ...attributes })) {
            if (told[name] !== attributes[name]) set(node, name, attributes[name]);
        }
        node.told = attributes;
        if (!attributes.figure) paint(node, children);
        // What a reader has set counts no longer: the server has answered.
        if (tag === "select") node.value = attributes.value;
        if (tag === "input") node.checked = attributes.checked;
    });
    while (parent.childNodes.length > wanted.length) parent.lastChild.remove();
}

const button = (press, words, name = "quiet", more = {}) =>
    h("button", { type: "button", class: name, press, ...more }, words);
