// Turns away what is too large before the browser works at it: a paste of many megabytes stops a
// browser for half a minute, and the framework drops what is too long without a word that is seen.
// The server hears the name and the size of it, never the content. A file that falls anywhere on the
// page goes into the box for files: elsewhere the browser would leave the page and open it. What is pasted
// while nothing has the keyboard goes into the box for text.
const TEXT = '[class*="st-key-draft-in-"] textarea';
const BOX = '[class*="st-key-draft-in-"] input[type="file"]';

export default function ({ data, setTriggerValue }) {
    const first = !window.draftIntake;
    // The element is built anew with every draft; what listens stays, and speaks for the last one.
    window.draftIntake = { ...data, refuse: (told) => setTriggerValue("refused", told) };
    if (!first) return;
    document.addEventListener("keydown", aimed, true);
    document.addEventListener("beforeinput", typed, true);
    document.addEventListener("change", chosen, true);
    document.addEventListener("dragover", dragged, true);
    document.addEventListener("drop", dropped, true);
    window.addEventListener("beforeunload", leaving);
}

// A draft is in the memory of one visit, so a page that is loaded anew by mistake would lose it.
function leaving(event) {
    const box = document.querySelector(TEXT);
    if (box?.value || document.querySelector(".marked")) event.preventDefault();
}

function aimed({ key, ctrlKey, metaKey, target }) {
    if ((ctrlKey || metaKey) && key.toLowerCase() === "v" && target === document.body) document.querySelector(TEXT)?.focus();
}

function typed(event) {
    const { target: box, data: words } = event;
    const { most } = window.draftIntake;
    if (!box.matches?.(TEXT) || !words) return;
    // A unit of text has three bytes at most, so that a draft of the usual length is not measured.
    if (3 * (box.value.length + words.length) <= most) return;
    const kept = [box.value.slice(0, box.selectionStart), box.value.slice(box.selectionEnd)];
    const bytes = new Blob([...kept, words]).size;
    if (bytes > most) turnAway(event, { bytes });
}

function chosen(event) {
    const told = event.target.matches?.(BOX) && unreadable(event.target.files);
    if (told) turnAway(event, told);
}

function dragged(event) {
    if (document.querySelector(BOX) && event.dataTransfer.types.includes("Files")) event.preventDefault();
}

function dropped(event) {
    const box = document.querySelector(BOX);
    const { files } = event.dataTransfer;
    if (!box || !files.length) return;
    const told = unreadable(files);
    if (told) turnAway(event, told);
    else if (!box.parentElement.contains(event.target)) {
        event.preventDefault();
        box.files = files;
        box.dispatchEvent(new Event("change", { bubbles: true }));
    }
}

function turnAway(event, told) {
    event.preventDefault();
    event.stopPropagation();
    window.draftIntake.refuse(told);
}

function unreadable(files) {
    const { largest, endings } = window.draftIntake;
    const fits = ({ name, size }) =>
        size <= largest && endings.some((ending) => name.toLowerCase().endsWith(`.${ending}`));
    if (!files.length || (files.length === 1 && fits(files[0]))) return null;
    return { name: files[0].name, bytes: files[0].size, count: files.length };
}
